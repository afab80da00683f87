package io.github.ddnsjava.provider.testkit.broken;

import static io.github.ddnsjava.provider.testkit.broken.Failing.failing;
import static io.github.ddnsjava.provider.testkit.broken.Failing.failingOverHttp;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.memory.MemoryDns;
import io.github.ddnsjava.provider.testkit.memory.MemoryProvider;
import io.github.ddnsjava.provider.testkit.sample.SampleProvider;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each fault is found, by the case that was made for it and by those that cannot but notice too. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("thorough")
class BrokenProvidersTest {
    private static DnsProvider meaning(MemoryDns dns, Abilities abilities, Intent from, Intent to) {
        return new Decorated(
                new MemoryProvider(dns, Settings.none(), abilities),
                change -> change.intent() == from ? as(change, to, change.mode()) : change);
    }

    private static RecordChange as(RecordChange change, Intent intent, UpdateMode mode) {
        return new RecordChange(
                change.key(),
                intent,
                change.addresses(),
                change.confirmed(),
                change.attributes(),
                change.effective(),
                change.zone(),
                change.owns(),
                mode);
    }

    @Test
    void findsWhoIgnoresTheMode() throws Exception {
        failing(
                        (dns, can) -> new Decorated(
                                new MemoryProvider(dns, Settings.none(), can),
                                change -> as(change, change.intent(), UpdateMode.UPSERT)),
                        false)
                .contains(
                        "creates nothing where it may only update",
                        "leaves alone what others created where it may only create");
    }

    @Test
    void findsWhoWritesAlthoughEqual() throws Exception {
        failing((dns, can) -> meaning(dns, can, Intent.ENSURE, Intent.TOUCH), false)
                .containsExactly(
                        "writes nothing where the address is right",
                        "does not repeat a TTL that the server made another of before",
                        "reports the TTL that the server makes of a shorter one, and does not repeat it",
                        "does not repeat a TTL that the server does not take",
                        "lists a zone once, however many names");
    }

    @Test
    void findsWhoDoesNotWriteATouch() throws Exception {
        failing((dns, can) -> meaning(dns, can, Intent.TOUCH, Intent.ENSURE), false)
                .containsExactly("writes a touch although the address is right");
    }

    @Test
    void findsWhoClearsAaaaWithA() throws Exception {
        failing(BrokenZoneProvider.ClearsAaaa::new, false)
                .containsExactly(
                        "leaves AAAA alone when it publishes A",
                        "withdraws A, and leaves AAAA alone",
                        "publishes both families of a name",
                        "changes no attribute of the other family");
    }

    @Test
    void findsWhoDeletesForeignValues() throws Exception {
        failing(BrokenZoneProvider.DeletesForeignValues::new, false)
                .containsExactly(
                        "tells the truth of a set of several values whichever of its calls fails, and never empties it",
                        "replaces our value among others'",
                        "withdraws our value, and leaves others'",
                        "replaces only values that bear the marker",
                        "changes no attribute of others' values",
                        "leaves the TTL of others' values where another is wanted for new records only");
    }

    @Test
    void findsWhoLosesTheTtl() throws Exception {
        failing(BrokenZoneProvider.LosesTtl::new, false)
                .containsExactly(
                        "keeps the TTL that stands there",
                        "keeps the TTL where another is wanted for new records only");
    }

    @Test
    void findsWhoStopsAllZonesAtAnUnknownOne() throws Exception {
        failing(BrokenZoneProvider.StopsAtUnknownZone::new, false)
                .containsExactly("refuses an unknown name, and goes on with the others");
    }

    @Test
    void findsWhoReportsSuccessOfAPartlyRefusedBatch() throws Exception {
        failing(BrokenZoneProvider.ReadsNoPartialFailure::new, false)
                .containsExactly(
                        "holds a forbidden name alone, and neither its zone nor the account",
                        "reports the TTL that the server makes of a shorter one, and does not repeat it",
                        "lets a refused record fail alone");
    }

    @Test
    void findsWhoListsAZoneForEachName() throws Exception {
        failing(BrokenZoneProvider.ListsEachName::new, false).containsExactly("lists a zone once, however many names");
    }

    @Test
    void findsWhoRepeatsAfter401() throws Exception {
        failingOverHttp(BrokenHttpProvider.RepeatsAfter401::new)
                .containsExactly(
                        "asks once with credentials that are refused",
                        "asks once where it is forbidden, and holds no account for one name");
    }

    @Test
    void findsWhoHoldsOneNameForRefusedCredentials() throws Exception {
        failingOverHttp(BrokenHttpProvider.HoldsNamesAfter401::new)
                .containsExactly("asks once with credentials that are refused");
    }

    @Test
    void findsWhoHoldsTheAccountForOneName() throws Exception {
        failingOverHttp(BrokenHttpProvider.HoldsAccountAfter403::new)
                .containsExactly(
                        "refuses a name in somebody else's zone, and goes on with the others",
                        "holds a forbidden name alone, and neither its zone nor the account",
                        "asks once where it is forbidden, and holds no account for one name");
    }

    @Test
    void findsWhoHoldsTheZoneForOneName() throws Exception {
        failing(
                        (dns, can) ->
                                new BrokenZoneProvider.MistakesScope(dns, can, ProblemScope.RECORD, ProblemScope.ZONE),
                        true)
                .containsExactly("holds a forbidden name alone, and neither its zone nor the account");
    }

    @Test
    void findsWhoHoldsTheAccountForOneZone() throws Exception {
        failing(
                        (dns, can) ->
                                new BrokenZoneProvider.MistakesScope(dns, can, ProblemScope.ZONE, ProblemScope.ACCOUNT),
                        true)
                .containsExactly(
                        "holds a forbidden zone, and not the account",
                        "holds a zone with too many requests, and not the account");
    }

    @Test
    void findsWhoHoldsOneNameForItsZone() throws Exception {
        failing(
                        (dns, can) ->
                                new BrokenZoneProvider.MistakesScope(dns, can, ProblemScope.ZONE, ProblemScope.RECORD),
                        true)
                .containsExactly(
                        "holds a forbidden zone, and not the account",
                        "holds a zone with too many requests, and not the account");
    }

    @Test
    void findsWhoRetriesByItself() throws Exception {
        failingOverHttp(BrokenHttpProvider.RetriesAfter5xx::new)
                .containsExactly(
                        "comes back by itself after a misdirected request (421)",
                        "leaves it at one request, and a write in doubt, after a 500",
                        "leaves it at one request, and a write in doubt, after a 502",
                        "leaves it at one request, and a write in doubt, after a 503",
                        "leaves it at one request, and a write in doubt, after a 504",
                        "stays away for as long as it is told after a 503",
                        "leaves a write in doubt that is not answered in time",
                        "leaves a write in doubt whose answer trickles",
                        "leaves it at one exchange, and a write in doubt, after a broken connection: connection reset by peer",
                        "leaves it at one exchange, and a write in doubt, after a broken connection: empty response",
                        "leaves it at one exchange, and a write in doubt, after a broken connection: malformed response chunk");
    }

    @Test
    void findsWhoIgnoresRetryAfter() throws Exception {
        failingOverHttp(BrokenHttpProvider.IgnoresRetryAfter::new)
                .containsExactly("stays away for as long as it is told after too many requests");
    }

    @Test
    void findsWhoTakesHtmlForSuccess() throws Exception {
        failingOverHttp(BrokenHttpProvider.BelievesHtml::new).containsExactly("takes HTML for no success");
    }

    @Test
    void findsWhoShowsTheToken() throws Exception {
        failingOverHttp(BrokenHttpProvider.ShowsToken::new)
                .containsExactly(
                        "refuses a name in somebody else's zone, and goes on with the others",
                        "holds a forbidden name alone, and neither its zone nor the account",
                        "shows no secret, whatever the server answers",
                        "asks once with credentials that are refused",
                        "asks once where it is forbidden, and holds no account for one name");
    }

    @Test
    void findsWhoReportsSuccessWithoutConfirmation() throws Exception {
        failingOverHttp(BrokenHttpProvider.NeedsNoConfirmation::new)
                .containsExactly(
                        "holds a name that is not found alone",
                        "takes HTML for no success",
                        "takes noise for no success",
                        "takes nesting without end for no success",
                        "takes half an answer for no success",
                        "reads no answer without end",
                        "follows no redirect",
                        "takes no answer for a success that denies or does not confirm it",
                        "quotes the vendor's reason in one line, and no secret of it");
    }

    @Test
    void findsWhoFollowsARedirectWithCredentials() throws Exception {
        failingOverHttp((settings, context) -> new SampleProvider(
                        settings,
                        new ProviderContext(
                                BrokenHttpProvider.followsRedirects(context.http()),
                                context.clock(),
                                context.random(),
                                context.lookup())))
                .containsExactly("follows no redirect");
    }

    @Test
    void findsWhoIsNotThreadSafe() throws Exception {
        failingOverHttp(BrokenHttpProvider.NotThreadSafe::new).containsExactly("serves eight threads at once");
    }
}
