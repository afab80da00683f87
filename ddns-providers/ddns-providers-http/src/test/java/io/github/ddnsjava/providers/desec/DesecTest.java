package io.github.ddnsjava.providers.desec;

import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.support.NameForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what is deSEC's own. */
class DesecTest extends VendorContract<FakeDesec> {
    private static final Duration HOUR = Duration.ofHours(1);

    DesecTest() {
        super("desec", new FakeDesec(), Map.of("token", FakeDesec.TOKEN));
        lookup("/domains/", FakeDesec.PAGE);
        list("/domains/{domain}/rrsets/", FakeDesec.PAGE);
        raisesNoTtls();
        writes("patch", "patch", "patch");
        costs("zones list patch", "list patch", "list");
        String[] tokens = {
            "Token 01234567abcdefgh",
            "Bearer 01234567abcdefgh",
            "somebody@example.com:01234567",
            "01234567",
            "01234567\n89abcdefghi",
            "0123456789äbcdefghij"
        };
        wrong("token", "under Token Management", tokens);
        wrong("token", "not the account's password", tokens);
        answers(FakeDesec::refusal, """
                zones 401 Invalid token.                         -> authentication ACCOUNT
                list  401 Invalid token.                         -> authentication ACCOUNT
                patch 401 Invalid token.                         -> authentication ACCOUNT
                zones 403 You do not have permission             -> authentication ACCOUNT
                list  403 You do not have permission             -> authentication ZONE
                patch 403 You do not have permission             -> authentication RECORD
                patch 403 Domain limit exceeded. Please contact support. -> rejected RECORD
                list  404 No Domain matches the given query.     -> rejected       ZONE
                patch 404 Not found.                             -> transient      RECORD
                list  400 Pagination required.                   -> rejected       RECORD
                patch 400 JSON parse error                       -> rejected       RECORD
                patch 409 Concurrent change                      -> transient      RECORD
                patch 503 Backend unavailable                    -> transient      doubt
                zones 429 Request was throttled.                 -> rate-limited   ACCOUNT
                list  429 Request was throttled.                 -> rate-limited   ACCOUNT
                patch 429 Request was throttled.                 -> rate-limited   ZONE
                patch 200 <html>welcome to this hotel</html>     -> protocol       doubt
                patch 200 ''                                     -> protocol       doubt
                patch 204 ''                                     -> protocol       doubt
                patch 302 ''                                     -> protocol       doubt
                patch 200 {}                                     -> protocol       doubt
                patch 200 []                                     -> protocol       doubt
                patch 200 [{"subname":"www","type":"A","ttl":3600,"records":["192.0.2.9"]}]   -> protocol doubt
                patch 200 [{"subname":"w","type":"A","ttl":3600,"records":["192.0.2.1"]}]     -> protocol doubt
                patch 200 [{"subname":"www","type":"A","ttl":"3600","records":["192.0.2.1"]}] -> protocol doubt
                list  200 {}                                     -> protocol
                list  200 ''                                     -> protocol
                list  200 [{"subname":"www","type":"A","ttl":3600}] -> protocol
                list  200 [{"subname":"www","type":"A","ttl":3600,"records":"192.0.2.1"}] -> protocol
                zones 200 {}                                     -> protocol
                zones 200 [{"name":"example.com"}]               -> protocol
                zones 200 <html>                                 -> protocol
                """);
        refuses("""
                GET   /domains/example.org/rrsets/ -> 404 No Domain matches
                PATCH /domains/example.org/rrsets/ [{'type':'A'}] -> 404 No Domain matches
                GET   /domains/example.com/rrsets -> 404 Not found.
                GET   /domains/example.com/ -> 404 Not found.
                PUT   /domains/example.com/rrsets/ [{'type':'A'}] -> 404 Not found.
                GET   /domains/example.com/rrsets/?name=www -> 404 unknown parameter
                GET   /domains/?cursor=x -> 404 cursor
                GET   /domains/example.com/rrsets/?subname=old&type=A -> 200 old
                PATCH /domains/example.com/rrsets/ {} -> 400
                PATCH /domains/example.com/rrsets/ [] -> 400
                PATCH /domains/example.com/rrsets/ [1] -> 400
                PATCH /domains/example.com/rrsets/ nonsense -> 400
                PATCH /domains/example.com/rrsets/ [{'subname':'old','type':'A','ttl':3600},{'subname':'old','type':'A','ttl':3600}] -> 400 non_field_errors
                PATCH /domains/example.com/rrsets/ [{'subname':'old','type':'A','ttl':3600}] -> 200 "ttl":3600
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'www','type':'A','records':['192.0.2.1'],'ttl':3599}] -> 400 [{},{"ttl":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'www','type':'A','records':['192.0.2.1'],'ttl':86401}] -> 400 [{},{"ttl":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'www','type':'A','records':['192.0.2.1'],'ttl':'3600'}] -> 400 [{},{"ttl":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'www','type':'A','records':['192.0.2.1']}] -> 400 [{},{"ttl":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'www','type':'A','ttl':3600}] -> 400 [{},{"records":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'www','type':'A','records':'192.0.2.1','ttl':3600}] -> 400 [{},{"records":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'www','type':'A','records':['192.0.2.1','192.0.2.1'],'ttl':3600}] -> 400 [{},{"records":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'www','type':'A','records':['192.0.2'],'ttl':3600}] -> 400 [{},{"records":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'www','type':'A','records':['2001:db8::1'],'ttl':3600}] -> 400 [{},{"records":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'www','type':'a','records':['192.0.2.1'],'ttl':3600}] -> 400 [{},{"type":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'www','records':['192.0.2.1'],'ttl':3600}] -> 400 [{},{"type":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'@','type':'A','records':['192.0.2.1'],'ttl':3600}] -> 400 [{},{"subname":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'www.example.com','type':'A','records':['192.0.2.1'],'ttl':3600}] -> 400 [{},{"subname":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'WWW','type':'A','records':['192.0.2.1'],'ttl':3600}] -> 400 [{},{"subname":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'a.*','type':'A','records':['192.0.2.1'],'ttl':3600}] -> 400 [{},{"subname":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'alias','type':'A','records':['192.0.2.1'],'ttl':3600}] -> 400 [{},{"non_field_errors":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'old','type':'CNAME','records':['example.net.'],'ttl':3600}] -> 400 [{},{"non_field_errors":[
                PATCH /domains/example.com/rrsets/ [GOOD,{'subname':'www','type':'A','records':['192.0.2.1'],'ttl':3600,'name':'www'}] -> 400 [{},{"name":[
                """);
    }

    /** One set that would be accepted stands before each that is not. */
    @Override
    protected String filled(String text) {
        return text.replace("GOOD", "{\"subname\":\"good\",\"type\":\"A\",\"records\":[\"192.0.2.1\"],\"ttl\":3600}");
    }

    @Override
    protected Map<String, String> authorization() {
        return Map.of("Authorization", "Token " + FakeDesec.TOKEN);
    }

    /** Domains whose TTLs may be short, as the cases want them. */
    @Override
    public void reset() {
        super.reset();
        fake.minimumTtl = 60;
        List.of(zone(), otherZone(), childZone())
                .forEach(zone -> fake.description(zone.toString()).put("minimum_ttl", 60));
    }

    /** A policy of the token. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.of(name -> {
            fake.denied.add(NameForm.RELATIVE_EMPTY.write(name, zone()));
            return fake.denied::clear;
        });
    }

    @Override
    public Optional<Trouble> tooManyForZone() {
        return Optional.of(zone -> {
            fake.throttled.put(zone.toString(), WAIT);
            return fake.throttled::clear;
        });
    }

    @Override
    public ProblemScope writesLimitedPer() {
        return ProblemScope.ZONE;
    }

    /** As {@link VendorContract#prepare}, with the usual TTL of a domain. */
    @Override
    protected void prepare() {
        fake.put(ZONE, "A", "old", "192.0.2.9", 3600);
        fake.put(ZONE, "CNAME", "alias", "example.net.", 3600);
    }

    @Test
    void moreThanAPageIsRefusedWithoutACursorAndEachPageLinksToTheNext() throws Exception {
        for (int i = 0; i <= FakeDesec.PAGE; i++) {
            fake.put(ZONE, "A", "h" + i, "192.0.2.1", 3600);
        }
        String sets = "/domains/example.com/rrsets/";

        assertThat(fake.send("GET", sets, "", authorization()).body()).contains("Pagination required");
        assertThat(fake.send("GET", sets + "?cursor=", "", authorization())
                        .headers()
                        .firstValue("link")
                        .orElseThrow())
                .contains("cursor=500>; rel=\"next\"");
        assertThat(fake.send("GET", sets + "?cursor=500", "", authorization())
                        .headers()
                        .firstValue("link")
                        .orElseThrow())
                .doesNotContain("next");
    }

    @Test
    void aPatchKeepsWhatItDoesNotNameDeletesWhatIsEmptyAndWritesAddressesAnew() throws Exception {
        prepare();
        String body = "[{'subname':'old','type':'A','records':['192.0.2.2']},"
                + "{'subname':'old','type':'AAAA','records':['2001:0DB8::0:1'],'ttl':7200},"
                + "{'subname':'alias','type':'CNAME','records':[]},{'subname':'none','type':'A','records':[]}]";

        String answer = fake.send("PATCH", "/domains/example.com/rrsets/", body.replace('\'', '"'), authorization())
                .body();

        assertThat(answer)
                .contains("\"ttl\":3600,\"records\":[\"192.0.2.2\"]")
                .contains("\"records\":[\"2001:db8::1\"]", "\"ttl\":7200")
                .doesNotContain("alias", "none");
        assertThat(fake.records(ZONE)).hasSize(2);
    }

    private List<String> sent() {
        return fake.bodies().stream().map(Object::toString).toList();
    }

    private static Map<String, Object> effective(ChangeResult result) {
        return ((ChangeResult.Applied) result).effective();
    }

    private static Attributes ttl(Duration wanted) {
        return Attributes.none().ensure("ttl", wanted);
    }

    @Test
    void aNewNameIsCreatedByItsRelativeNameWithTheMinimumTtl() throws InterruptedException {
        ChangeResult result = account().publish(Changes.ensure("a.b.example.com", "192.0.2.1"));

        assertThat(outcome(result)).isEqualTo(Outcome.CREATED);
        assertThat(effective(result)).containsEntry("ttl", HOUR);
        assertThat(fake.calls()).containsExactly("zones", "list", "patch");
        assertThat(sent())
                .containsExactly("[{\"subname\":\"a.b\",\"type\":\"A\",\"records\":[\"192.0.2.1\"],\"ttl\":3600}]");
    }

    @Test
    void theApexHasAnEmptyNameAndAWildcardItsOwn() throws InterruptedException {
        account()
                .publish(List.of(
                        Changes.ensure("example.com", "192.0.2.1").build(),
                        Changes.ensure("*.example.com", "192.0.2.2").build(),
                        Changes.ensure("*.b.example.com", "192.0.2.3").build()));

        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("subname").textValue())
                .containsExactlyInAnyOrder("", "*", "*.b");
    }

    @Test
    void oneNameIsAskedForAloneAlsoAtTheApex() throws InterruptedException {
        fake.put(ZONE, "A", "", "192.0.2.1", 3600);
        fake.put(ZONE, "A", "www", "192.0.2.1", 3600);

        assertThat(account().publish(Changes.ensure("example.com", "192.0.2.1").confirmed("192.0.2.1")))
                .isInstanceOf(ChangeResult.AlreadyRight.class);

        assertThat(fake.server().getAllServeEvents().get(0).getRequest().getUrl())
                .endsWith("/rrsets/?cursor=&subname=");
    }

    @Test
    @Tag("promise-13")
    void aChangeNamesNoTtlAndKeepsTheValuesOfOthersAndOtherSets() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 7200);
        fake.put(ZONE, "A", "www", "192.0.2.1", 7200);
        fake.put(ZONE, "AAAA", "www", "2001:db8::7", 4000);
        fake.put(ZONE, "TXT", "www", "\"v=1\"", 4000);
        List<ObjectNode> before = fake.records(ZONE);

        ChangeResult result = account()
                .publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().initial("ttl", HOUR)));

        assertThat(outcome(result)).isEqualTo(Outcome.UPDATED);
        assertThat(effective(result)).containsEntry("ttl", Duration.ofHours(2));
        assertThat(sent())
                .containsExactly("[{\"subname\":\"www\",\"type\":\"A\",\"records\":[\"192.0.2.2\",\"192.0.2.7\"]}]");
        assertThat(fake.records(ZONE)).containsAll(before.subList(1, 3));
    }

    @Test
    @Tag("promise-12")
    void aTtlBelowTheMinimumOfTheDomainIsRaisedAndNotCorrectedForEver() throws InterruptedException {
        ChangeResult first = account()
                .publish(Changes.ensure("www.example.com", "192.0.2.1").attributes(ttl(Duration.ofMinutes(5))));
        assertThat(effective(first)).containsEntry("ttl", HOUR);
        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("ttl").intValue())
                .containsExactly(3600);

        fake.forgetCalls();
        assertThat(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.1")
                                .confirmed("192.0.2.1")
                                .attributes(ttl(Duration.ofMinutes(5)))
                                .effective(effective(first))))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsExactly("list");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void aTtlThatTheDomainAllowsIsCorrectedForTheWholeSet() throws InterruptedException {
        fake.minimumTtl = 60;
        fake.addZone("home.dedyn.io");
        fake.put("home.dedyn.io", "A", "", "192.0.2.7", 7200);
        fake.put("home.dedyn.io", "A", "", "192.0.2.1", 7200);

        ChangeResult result = account()
                .publish(Changes.ensure("home.dedyn.io", "192.0.2.1")
                        .confirmed("192.0.2.1")
                        .attributes(ttl(Duration.ofMinutes(5))));

        assertThat(effective(result)).containsEntry("ttl", Duration.ofMinutes(5));
        assertThat(sent())
                .containsExactly(
                        "[{\"subname\":\"\",\"type\":\"A\",\"records\":[\"192.0.2.1\",\"192.0.2.7\"],\"ttl\":300}]");
    }

    @Test
    void aTtlThatNoDomainAllowsIsNotAmongThoseThatCanBeConfigured() {
        AttributeSpec ttl = provider().abilities().attributes().get("ttl");

        assertThat(List.of(60, 86_400)).allMatch(seconds -> ttl.accepts(Duration.ofSeconds(seconds)));
        assertThat(List.of(59, 86_401)).noneMatch(seconds -> ttl.accepts(Duration.ofSeconds(seconds)));
    }

    @Test
    void aWithdrawalOfTheLastValueDeletesThatSetAloneAndIsSentWithTheOtherChanges() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 3600);
        fake.put(ZONE, "AAAA", "www", "2001:db8::1", 3600);
        fake.put(ZONE, "TXT", "www", "\"v=1\"", 3600);

        assertThat(account()
                        .publish(List.of(
                                Changes.withdraw("www.example.com", RecordType.A)
                                        .confirmed("192.0.2.1")
                                        .build(),
                                Changes.ensure("www.example.com", "2001:db8::2")
                                        .confirmed("2001:db8::1")
                                        .build())))
                .extracting(Publishing::outcome)
                .containsExactly(Outcome.WITHDRAWN, Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("zones", "list", "patch");
        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("type").textValue())
                .containsExactly("AAAA", "TXT");
    }

    @Test
    @Tag("promise-13")
    void aWithdrawalLeavesTheValuesOfOthers() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 3600);
        fake.put(ZONE, "A", "www", "192.0.2.7", 3600);

        account().publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(sent()).containsExactly("[{\"subname\":\"www\",\"type\":\"A\",\"records\":[\"192.0.2.7\"]}]");
    }

    @Test
    @Tag("promise-13")
    void aNameWithACnameIsLeftAloneAndItsNeighboursGoOn() throws InterruptedException {
        fake.put(ZONE, "CNAME", "alias", "example.net.", 3600);

        List<ChangeResult> results = account()
                .publish(List.of(
                        Changes.ensure("alias.example.com", "192.0.2.1").build(),
                        Changes.ensure("www.example.com", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).message()).contains("CNAME");
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("zones", "list", "patch");
    }

    @Test
    @Tag("promise-11")
    void anItemThatIsRefusedFailsAloneWithTheVendorsWords() throws InterruptedException {
        List<RecordChange> changes = new ArrayList<>(hosts(4, 1, 1));
        changes.add(Changes.ensure("a".repeat(63) + ".example.com", "192.0.2.1").build());
        fake.refused.add("a".repeat(63));

        List<ChangeResult> results = account().publish(changes);

        assertThat(problem(results.get(8)).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(results.get(8)).message()).contains("\"subname This subname is not allowed.\"");
        assertThat(results.subList(0, 8)).extracting(Publishing::outcome).containsOnly(Outcome.CREATED);
    }

    @Test
    @Tag("promise-11")
    void aDomainThatIsGoneIsNotTakenForAnEmptyOne() throws InterruptedException {
        account().publish(Changes.ensure("www.example.com", "192.0.2.1"));
        fake.removeZone(ZONE);
        fake.forgetCalls();

        ChangeResult result =
                account().publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("no zone of this account contains www.example.com");
        assertThat(fake.calls()).containsExactly("list", "zones");
    }

    @Test
    void aConcurrentChangeDidNotHappenAndAnUnavailableBackendLeavesTheWriteInDoubt() throws InterruptedException {
        fake.plan("patch", FakeDesec.refusal(409, "Concurrent change").answer());
        assertThat(change()).isInstanceOf(ChangeResult.Failed.class);

        fake.plan("patch", FakeDesec.refusal(503, "Backend unavailable").answer());
        assertThat(change()).isInstanceOf(ChangeResult.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ttl\":[\"Ensure this value is greater than or equal to 3600.\"]}",
                "{\"ttl\":[\"Ensure this value is greater than or equal to 3600.\"],\"other\":\"no list\"}",
                "[{\"ttl\":[\"Ensure this value is greater than or equal to 3600.\"]}]",
                "[{},{\"ttl\":[\"Ensure this value is greater than or equal to 3600.\"]},{}]"
            })
    void aFieldThatIsRefusedIsNamedWithItsReason(String body) throws InterruptedException {
        fake.plan("patch", new FakeDesec.Refusal(400, body).answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("\"ttl Ensure this value is greater than or equal to 3600.\"");
    }

    @Test
    @Tag("promise-11")
    void aThrottledDomainWaitsForHoursIfToldSoAndTheOtherDomainsGoOn() throws InterruptedException {
        fake.addZone("example.org");
        fake.throttled.put("example.com", Duration.ofHours(9));

        List<ChangeResult> results = account()
                .publish(List.of(
                        Changes.ensure("www.example.com", "192.0.2.1").build(),
                        Changes.ensure("www.example.org", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).retryAfter()).contains(Duration.ofHours(9));
        assertThat(problem(results.get(0)).scope()).isEqualTo(ProblemScope.ZONE);
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
    }

    @Test
    void refusalsTellTheRemedy() throws InterruptedException {
        fake.plan("zones", FakeDesec.refusal(401, "Invalid token.").answer());
        assertThat(problem(change()).message()).contains("make a new one under Token Management");

        fake.denied.add("www");
        assertThat(problem(change()).message()).contains("check the token's policies");
    }

    @Test
    @Tag("promise-22")
    void oneTokenIsOneAccountAndNothingTellsTheToken() {
        DnsProvider one = create(Map.of("token", FakeDesec.TOKEN));

        assertThat(create(Map.of("token", FakeDesec.TOKEN)).account()).isEqualTo(one.account());
        assertThat(create(Map.of("token", "0123456789abcdef")).account()).isNotEqualTo(one.account());
        assertThat(one.account() + one + one.fingerprint()).doesNotContain(FakeDesec.TOKEN);
    }
}
