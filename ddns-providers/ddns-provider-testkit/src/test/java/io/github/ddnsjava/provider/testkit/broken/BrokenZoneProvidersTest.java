package io.github.ddnsjava.provider.testkit.broken;

import static io.github.ddnsjava.provider.testkit.broken.Failing.failing;

import io.github.ddnsjava.provider.testkit.memory.MemoryContract;
import io.github.ddnsjava.provider.testkit.memory.MemoryDns;
import io.github.ddnsjava.provider.testkit.memory.MemoryProvider;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import java.util.function.BiFunction;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What goes wrong in zones is found, each fault by the one case that was made for it. */
@Execution(ExecutionMode.CONCURRENT)
class BrokenZoneProvidersTest {
    /** The contract of a provider that writes each set by itself. */
    private static ListAssert<String> failingAlone(BiFunction<MemoryDns, Abilities, DnsProvider> broken)
            throws Exception {
        return failing(new MemoryContract(MemoryProvider.everyAbility()) {
            @Override
            public DnsProvider provider() {
                return broken.apply(dns(), abilities());
            }
        });
    }

    @Test
    void findsWhoReadsOnlyTheFirstPageOfRecords() throws Exception {
        failing(BrokenReads.FirstRecords::new, false).containsExactly("finds its records on every page of a long list");
    }

    @Test
    void findsWhoReadsOnlyTheFirstPageOfZones() throws Exception {
        failing(BrokenReads.FirstZones::new, false).containsExactly("finds its zones on every page of a long list");
    }

    @Test
    void findsWhoTakesAZoneThatIsGoneForEmpty() throws Exception {
        failing(BrokenReads.GoneZoneIsEmpty::new, false)
                .containsExactly("takes a zone that is gone for missing, and not for empty");
    }

    @Test
    void findsWhoStopsReadingWhereASetIsMissing() throws Exception {
        failing(BrokenReads.StopsAtMissing::new, false)
                .containsExactly(
                        "reads record sets in the order of the questions",
                        "creates the one that is missing among names that are there");
    }

    @Test
    void findsNothingWrongWithWhoWritesValueByValue() throws Exception {
        failingAlone(BrokenWrites.InPieces::new).isEmpty();
    }

    @Test
    void findsWhoSaysFailedOfASetThatIsHalfDone() throws Exception {
        failingAlone(BrokenWrites.SaysFailed::new)
                .containsExactly(
                        "tells the truth of a set of several values whichever of its calls fails, and never empties it");
    }

    @Test
    void findsNothingWrongWithWhoCommits() throws Exception {
        failing(new Drafts(true)).isEmpty();
    }

    @Test
    void findsWhoForgetsALostCommit() throws Exception {
        failing(new Drafts(false))
                .containsExactly(
                        "tells the truth of a set of several values whichever of its calls fails, and never empties it");
    }

    @Test
    void findsWhoDeletesBeforeItCreates() throws Exception {
        failingAlone(BrokenWrites.DeletesFirst::new)
                .containsExactly(
                        "tells the truth of a set of several values whichever of its calls fails, and never empties it");
    }

    @Test
    void findsWhoWithdrawsTheOtherFamily() throws Exception {
        failing(BrokenWrites.WithdrawsAaaa::new, false).containsExactly("withdraws A, and leaves AAAA alone");
    }

    @Test
    void findsWhoWithdrawsTexts() throws Exception {
        failing(new MemoryContract(MemoryProvider.everyAbility()) {
                    @Override
                    public DnsProvider provider() {
                        return new BrokenWrites.WithdrawsTexts(dns(), abilities(), this::removeTexts);
                    }
                })
                .containsExactly("withdraws ours, and leaves records of other types alone");
    }

    @Test
    void findsWhoChangesAttributesOfOthers() throws Exception {
        failing(BrokenWrites.SpoilsOthers::new, false).containsExactly("changes no attribute of others' values");
    }

    @Test
    void findsWhoChangesAttributesOfTheOtherFamily() throws Exception {
        failing(BrokenWrites.SpoilsOtherFamily::new, false).containsExactly("changes no attribute of the other family");
    }

    @Test
    void findsWhoGivesAnInitialTtlToOthers() throws Exception {
        failing(BrokenWrites.InitialForAll::new, false)
                .containsExactly("leaves the TTL of others' values where another is wanted for new records only");
    }

    @Test
    void findsWhoReportsTheTtlThatItSent() throws Exception {
        failing(BrokenWrites.ReportsAsSent::new, false)
                .containsExactly("reports the TTL that the server makes of a shorter one, and does not repeat it");
    }

    @Test
    void findsWhoSendsATtlAgainAndAgainThatTheServerDoesNotTake() throws Exception {
        failing(BrokenWrites.ClaimsTtl::new, false)
                .containsExactly(
                        "reports the TTL that the server makes of a shorter one, and does not repeat it",
                        "does not repeat a TTL that the server does not take");
    }

    @Test
    void findsWhoHoldsTheAccountForALimitOfOneZone() throws Exception {
        failing(BrokenZoneProvider.LimitsAccountForZone::new, true)
                .containsExactly("holds a zone with too many requests, and not the account");
    }

    @Test
    void findsWhoCountsNoValues() throws Exception {
        failing(
                        new MemoryContract(MemoryProvider.everyAbility()
                                .batch(new Abilities.Batch(100, 10, Integer.MAX_VALUE, false))) {
                            @Override
                            public DnsProvider provider() {
                                return new BrokenWrites.CountsNoValues(dns(), abilities());
                            }
                        })
                .containsExactly("writes no more values in one call than it may");
    }
}
