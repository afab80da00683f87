package io.github.ddnsjava.providers.namecheap;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what is Namecheap's own. */
class NamecheapTest extends VendorContract<FakeNamecheap> {
    private static final String PARKED = "parked CNAME parkingpage.namecheap.com. 10 1800";

    NamecheapTest() {
        super(
                "namecheap",
                new FakeNamecheap(),
                Map.of("username", FakeNamecheap.USER, "apiKey", FakeNamecheap.KEY, "clientIp", FakeNamecheap.IP));
        plain("username", "clientIp");
        lookup(" namecheap.domains.getList", 100);
        // All hosts are read in one piece, and again before and after each write.
        list(" namecheap.domains.dns.getHosts", 0);
        raisesNoTtls();
        writes("setHosts", "setHosts", "setHosts");
        costs("getList getHosts*3 setHosts", "getHosts*3 setHosts", "getHosts");
        wrong("username", "user name of the login", "Ann 3xample");
        wrongLater("apiKey", "API Access", "two w0rds1");
        answers((status, what) -> error(what), """
                getList  200 1010101 it says        -> authentication ACCOUNT
                getList  200 1011102 it says        -> authentication ACCOUNT
                getHosts 200 1011105 it says        -> authentication ACCOUNT
                setHosts 200 1011150 it says        -> authentication ACCOUNT
                getHosts 200 2019166 it says        -> rejected ZONE
                getHosts 200 2030166 it says        -> rejected ZONE
                getHosts 200 2016166 it says        -> rejected ZONE
                getHosts 200 2030288 it says        -> rejected ZONE
                setHosts 200 2019166 it says        -> transient
                setHosts 200 2011170 it says        -> rejected RECORD
                getHosts 200 3050900 it says        -> transient
                getHosts 200 4022288 it says        -> transient
                setHosts 200 5050900 it says        -> transient
                getList  200 500000 it says         -> rate-limited ACCOUNT
                setHosts 200 500000 it says         -> rate-limited ACCOUNT
                getList  405 <html>405</html>       -> rate-limited ACCOUNT
                """);
    }

    /** Returns an error whose number stands before its words; of another reason alone it is that of a wrong value. */
    private static FakeNamecheap.Refusal error(String what) {
        String[] parts = what.split(" ", 2);
        return parts[0].matches("[0-9]{6,7}")
                ? FakeNamecheap.refusal(Integer.parseInt(parts[0]), parts[1])
                : FakeNamecheap.refusal(2011170, what);
    }

    @Override
    public boolean isWrite(Request request) {
        return request.getBodyAsString().contains("dns.setHosts");
    }

    @Override
    public boolean isWrite(String exchange) {
        return exchange.endsWith(" namecheap.domains.dns.setHosts");
    }

    /** What is there is sent back with each change of the zone, so no host can have one. */
    @Override
    public Optional<Consumer<DnsName>> unreadableValue() {
        return Optional.empty();
    }

    /** There are no permissions for names, and a call names all of a domain. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    /** A call adds what is not there. */
    @Override
    public Optional<Trouble> missingName() {
        return Optional.empty();
    }

    /** The fake replaces a zone as a whole. The base class reads it back, and so knows every TTL. */
    @Override
    public Optional<Runnable> ttlsIgnored() {
        return Optional.empty();
    }

    @Test
    @Tag("promise-13")
    void everyHostOfOthersSurvivesWithAllThatACallCanSay() throws InterruptedException {
        fake.mail.put(ZONE, "MX");
        fake.put(ZONE, "MX", "@", "mail.example.com.", 3600).put("MXPref", "20");
        fake.put(ZONE, "TXT", "@", "v=spf1 include:a.example & \"quoted\" <x> +all", 1799);
        fake.put(ZONE, "TXT", "spaces", " kept as it is  ", 1800);
        fake.put(ZONE, "URL301", "old", "https://www.example.com/?a=1&b=2", 100);
        fake.put(ZONE, "CAA", "@", "0 issue \"letsencrypt.org\"", 1800);
        fake.put(ZONE, "NS", "sub", "ns1.example.net.", 60_000);
        fake.put(ZONE, "AAAA", "www", "2001:db8::7", 61);
        fake.put(ZONE, "A", "www", "192.0.2.7", 62);
        fake.put(ZONE, "A", "*", "192.0.2.8", 63);
        Set<String> others = fake.hosts(ZONE);
        fake.put(ZONE, "A", "www", "192.0.2.1", 64);

        assertThat(outcome(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2")
                                .confirmed("192.0.2.1")
                                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.hosts(ZONE)).hasSize(11).containsAll(others).contains("www A 192.0.2.2 10 64");
        assertThat(fake.mail).containsEntry(ZONE, "MX");

        assertThat(outcome(account()
                        .publish(Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.2"))))
                .isEqualTo(Outcome.WITHDRAWN);
        assertThat(fake.hosts(ZONE)).isEqualTo(others);
    }

    /** Two hosts that differ in nothing but their id are two; nobody asked to make one of them. */
    @Test
    @Tag("promise-13")
    void aHostThatStandsThereTwiceStaysTwice() throws InterruptedException {
        fake.put(ZONE, "TXT", "@", "same", 1800);
        fake.put(ZONE, "TXT", "@", "same", 1800);

        account().publish(Changes.ensure("www.example.com", "192.0.2.2"));

        assertThat(fake.records(ZONE))
                .filteredOn(host -> host.get("Address").textValue().equals("same"))
                .hasSize(2);
    }

    /** A public suffix can have several labels. */
    @Test
    void aDomainIsItsFirstLabelAndTheRest() throws InterruptedException {
        fake.addZone("example.co.uk");

        account().publish(Changes.ensure("www.example.co.uk", "192.0.2.1"));

        assertThat(fake.replacements().get(0)).containsEntry("SLD", "example").containsEntry("TLD", "co.uk");
    }

    /** The zone is read before and after each replacement: that is the price of losing nothing. */
    @Test
    @Tag("promise-12")
    void anyNumberOfNamesOfADomainIsOneReplacement() throws InterruptedException {
        account().publish(hosts(30, 1, 1));
        assertThat(fake.calls()).containsExactly("getList", "getHosts", "getHosts", "setHosts", "getHosts");

        fake.forgetCalls();
        assertThat(account().publish(hosts(30, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).containsExactly("getHosts", "getHosts", "setHosts", "getHosts");

        fake.forgetCalls();
        assertThat(account().publish(hosts(30, 2, 2))).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsExactly("getHosts");
        assertThat(fake.hosts(ZONE)).hasSize(1 + 60);
    }

    @Test
    void aTtlIsCorrectedForOurHostAlone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 1799);
        fake.put(ZONE, "A", "www", "192.0.2.1", 1799);

        ChangeResult result = account()
                .publish(Changes.ensure("www.example.com", "192.0.2.1")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(5))));

        assertThat(((ChangeResult.Applied) result).effective()).containsEntry("ttl", Duration.ofMinutes(5));
        assertThat(fake.hosts(ZONE))
                .containsExactlyInAnyOrder(PARKED, "www A 192.0.2.7 10 1799", "www A 192.0.2.1 10 300");
    }

    /** The call has no word for it, so it would be lost. */
    @ParameterizedTest
    @Tag("promise-13")
    @CsvSource({"IsDDNSEnabled, true", "IsActive, false"})
    void aDomainWithAHostThatACallCannotRepeatIsLeftAlone(String attribute, String value) throws InterruptedException {
        ObjectNode special = fake.put(ZONE, "A", "nas", "192.0.2.7", 1800);
        special.put(attribute, value);
        fake.addZone("example.org");

        List<ChangeResult> results = account()
                .publish(List.of(
                        Changes.ensure("www.example.com", "192.0.2.1").build(),
                        Changes.ensure("www.example.org", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(results.get(0)).message()).contains("www.example.com A", "host nas", "namecheap-dyndns");
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
        assertThat(fake.records(ZONE)).contains(special);
    }

    @ParameterizedTest
    @Tag("promise-13")
    @ValueSource(strings = {"CNAME", "ALIAS", "URL", "URL301", "FRAME"})
    void aNameWithARecordThatStandsAloneIsLeftAlone(String type) throws InterruptedException {
        fake.put(ZONE, type, "alone", "somewhere.example.net.", 1800);

        ChangeResult result = account().publish(Changes.ensure("alone.example.com", "192.0.2.1"));

        assertThat(problem(result).message()).contains("alone.example.com A", type);
        assertThat(fake.calls()).doesNotContain("setHosts");
    }

    /** The vendor's page and its answers write it in two ways, and a host that is not seen would be lost. */
    @ParameterizedTest
    @Tag("promise-13")
    @ValueSource(strings = {"host", "Host", "HOST"})
    void aHostIsSeenHoweverItsElementIsWritten(String element) throws InterruptedException {
        fake.element = element;
        fake.put(ZONE, "A", "nas", "192.0.2.7", 1800);
        Set<String> others = fake.hosts(ZONE);

        assertThat(outcome(account().publish(Changes.ensure("www.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(fake.hosts(ZONE)).hasSize(3).containsAll(others);
    }

    @Test
    @Tag("promise-13")
    void aDomainWithoutHostsIsNotReplaced() throws InterruptedException {
        fake.plan(
                "getHosts",
                FakeNamecheap.success(
                        "namecheap.domains.dns.getHosts",
                        "<DomainDNSGetHostsResult Domain=\"example.com\" EmailType=\"FWD\" IsUsingOurDNS=\"true\"/>"));

        assertThat(problem(account().publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .message())
                .contains("example.com is empty", "not replaced");
        assertThat(fake.calls()).doesNotContain("setHosts");
    }

    /** They would replace those of this domain. */
    @Test
    @Tag("promise-13")
    void hostsOfAnotherDomainAreNotTakenForThoseOfThisOne() throws InterruptedException {
        fake.plan(
                "getHosts",
                FakeNamecheap.success(
                        "namecheap.domains.dns.getHosts",
                        "<DomainDNSGetHostsResult Domain=\"example.org\" EmailType=\"FWD\" IsUsingOurDNS=\"true\">"
                                + "<host HostId=\"1\" Name=\"www\" Type=\"TXT\" Address=\"x\" MXPref=\"10\" TTL=\"60\"/>"
                                + "</DomainDNSGetHostsResult>"));

        Problem problem = problem(account().publish(Changes.ensure("www.example.com", "192.0.2.1")));
        assertThat(problem.kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(problem.message()).contains("is not example.com");
        assertThat(fake.calls()).doesNotContain("setHosts");
    }

    /** Both of them cannot be right. */
    @Test
    @Tag("promise-13")
    void anErrorBesideASuccessIsAnError() throws InterruptedException {
        fake.plan(
                "getHosts",
                aResponse()
                        .withBody(
                                "<ApiResponse Status=\"OK\"><Errors><Error Number=\"2019166\">gone</Error></Errors>"
                                        + "<CommandResponse><DomainDNSGetHostsResult Domain=\"example.com\" EmailType=\"FWD\""
                                        + " IsUsingOurDNS=\"true\"><host HostId=\"1\" Name=\"www\" Type=\"TXT\" Address=\"x\""
                                        + " MXPref=\"10\" TTL=\"60\"/></DomainDNSGetHostsResult></CommandResponse></ApiResponse>"));

        Problem problem = problem(account().publish(Changes.ensure("www.example.com", "192.0.2.1")));
        assertThat(problem.message()).contains("2019166");
        assertThat(fake.calls()).doesNotContain("setHosts");
    }

    /** It would be lost, because a replacement cannot repeat it. */
    @ParameterizedTest
    @CsvSource({
        "'', <Hosts><host Name='x'/></Hosts>",
        "'', <Redirect>x</Redirect>",
        "'', <Forward Name='x'/>",
        "'/>', '<host HostId=\"2\" Name=\"a\" Type=\"A\" Address=\"192.0.2.9\" MXPref=\"10\" TTL=\"60\" Flag=\"128\"/>'",
        "'><Tag>issue</Tag></host>', ''",
        "'><Tag Name=\"issue\"/></host>', ''",
        "'>some words</host>', ''"
    })
    @Tag("promise-13")
    void aDomainWithSomethingUnknownInOrBesideItsHostsIsNotReplaced(String inside, String beside)
            throws InterruptedException {
        fake.plan("getHosts", shown(inside.isEmpty() ? "/>" : inside, beside));

        Problem problem = problem(account().publish(Changes.ensure("www.example.com", "192.0.2.1")));
        assertThat(problem.kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(problem.message())
                .contains("DomainDNSGetHostsResult", "would lose it", "the zone example.com is left as it is");
        assertThat(fake.calls()).doesNotContain("setHosts");
    }

    /** There is nothing to lose in a setting that has no value, and the vendor may add one at any time. */
    @Test
    void anUnknownAttributeWithoutAValueIsNoObstacle() throws InterruptedException {
        fake.plan("getHosts", shown(" Note=\"\"><Tag Name=\"\"/></host>", ""));
        fake.plan("getHosts", shown(" Note=\"\"><Tag/></host>", ""));

        assertThat(outcome(account().publish(Changes.ensure("www.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);
    }

    private static ResponseDefinitionBuilder shown(String inside, String beside) {
        return FakeNamecheap.success(
                "namecheap.domains.dns.getHosts",
                "<DomainDNSGetHostsResult Domain=\"example.com\" EmailType=\"FWD\" IsUsingOurDNS=\"true\">"
                        + "<host HostId=\"1\" Name=\"www\" Type=\"TXT\" Address=\"x\" MXPref=\"10\" TTL=\"60\"" + inside
                        + beside + "</DomainDNSGetHostsResult>");
    }

    @Test
    void theLastHostIsNotRemoved() throws InterruptedException {
        account().publish(Changes.ensure("www.example.com", "192.0.2.1"));
        fake.drop(ZONE, FakeNamecheap.PARKED);

        ChangeResult result = account()
                .publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("the last record of example.com");
        assertThat(fake.hosts(ZONE)).containsExactly("www A 192.0.2.1 10 1800");
    }

    @Test
    @Tag("promise-11")
    void aDomainWithOtherNameServersIsToldSoAndAnotherGoesOn() throws InterruptedException {
        fake.elsewhere.add(ZONE);
        fake.addZone("example.org");

        List<ChangeResult> results = account()
                .publish(List.of(
                        Changes.ensure("www.example.com", "192.0.2.1").build(),
                        Changes.ensure("www.example.org", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).scope()).isEqualTo(ProblemScope.ZONE);
        assertThat(problem(results.get(0)).message()).contains("name servers");
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
    }

    /** A change of the mail setting is a change of the domain, though no host has changed. */
    @Test
    @Tag("promise-13")
    void aMailSettingThatSomebodyChangesMeanwhileStays() throws InterruptedException {
        fake.plan(
                "getHosts",
                FakeNamecheap.success(
                        "namecheap.domains.dns.getHosts",
                        "<DomainDNSGetHostsResult Domain=\"example.com\" EmailType=\"MX\" IsUsingOurDNS=\"true\">"
                                + "<host HostId=\""
                                + fake.records(ZONE).get(0).get("HostId").textValue()
                                + "\" Name=\"parked\" Type=\"CNAME\" Address=\"parkingpage.namecheap.com.\""
                                + " MXPref=\"10\" TTL=\"1800\"/></DomainDNSGetHostsResult>"));

        assertThat(outcome(account().publish(Changes.ensure("www.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(fake.mail).containsEntry(ZONE, "FWD");
        assertThat(fake.replacements()).hasSize(1);
    }

    @Test
    void anAddressThatIsNotWhitelistedIsToldWithTheRemedy() throws InterruptedException {
        account(Map.of("clientIp", "198.51.100.99"));

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.message()).contains("Invalid request IP: 198.51.100.99", "whitelisted IPs", "clientIp");
    }

    @Test
    void aWrongKeyIsToldWithTheRemedyAndNotShown() throws InterruptedException {
        account(Map.of("apiKey", "an-0ther-key"));

        assertThat(problem(change()).message())
                .contains("1011102", "whether API access is switched on")
                .doesNotContain("an-0ther-key");
        assertThat(fake.calls()).containsExactly("getList");
    }

    /** The key is in the form of each call, and in no URL; it is in no message, not even where a request fails. */
    @Test
    @Tag("promise-22")
    void theKeyIsInNoMessage() throws InterruptedException {
        fake.plan(
                "getHosts",
                FakeNamecheap.refusal(2011170, "the form was ApiKey=" + FakeNamecheap.KEY)
                        .answer());

        assertThat(problem(change()).message()).contains("the form was").doesNotContain(FakeNamecheap.KEY);
        assertThat(account().publication().exchanges().toString()).doesNotContain(FakeNamecheap.KEY);
    }

    /** Proxies and servers note URLs. */
    @Test
    @Tag("promise-22")
    void theKeyIsInNoUrl() throws InterruptedException {
        account().publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(fake.server().getAllServeEvents())
                .hasSize(5)
                .allSatisfy(event -> assertThat(event.getRequest().getUrl()).isEqualTo("/xml.response"));
    }

    @ParameterizedTest
    @CsvSource({
        "getList,  <html>welcome to this hotel</html>",
        "getList,  ''",
        "getList,  '<ApiResponse Status=\"OK\"/>'",
        "getHosts, '<ApiResponse Status=\"OK\"><CommandResponse/></ApiResponse>'",
        "getHosts, '<ApiResponse Status=\"ERROR\"><Errors/></ApiResponse>'",
        "getHosts, <other/>",
        "getHosts, '{}'",
        "getHosts, '<ApiResponse Status=\"OK\"><CommandResponse><DomainDNSGetHostsResult EmailType=\"FWD\""
                + " IsUsingOurDNS=\"true\"><HOST HostId=\"1\" Name=\"www\" Type=\"TXT\" Address=\"x\" TTL=\"60\"/>"
                + "</DomainDNSGetHostsResult></CommandResponse></ApiResponse>'",
        "setHosts, ''",
        "setHosts, '<ApiResponse Status=\"OK\"/>'",
        "setHosts, <html>OK</html>"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, String body) throws InterruptedException {
        fake.plan(call, aResponse().withBody(body == null ? "" : body));

        ChangeResult result = change();

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(result)
                .isInstanceOf(call.equals("setHosts") ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
    }

    /** Status OK is not yet a success of this call. */
    @Test
    void aReplacementThatSaysItIsNoSuccessIsNone() throws InterruptedException {
        fake.plan(
                "setHosts",
                FakeNamecheap.success(
                        "namecheap.domains.dns.setHosts",
                        "<DomainDNSSetHostsResult Domain=\"example.com\" IsSuccess=\"false\"/>"));

        ChangeResult result = change();

        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    /** Half a list would look like domains that are gone. */
    @Test
    void anEmptyPageBeforeTheEndIsAnError() throws InterruptedException {
        fake.plan(
                "getList",
                FakeNamecheap.success(
                        "namecheap.domains.getList",
                        "<DomainGetListResult/><Paging><TotalItems>101</TotalItems><CurrentPage>1</CurrentPage>"
                                + "<PageSize>100</PageSize></Paging>"));

        assertThat(problem(change()).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    @ParameterizedTest
    @Tag("promise-23")
    @CsvSource({"clientIp, 2001:db8::1", "clientIp, auto", "clientIp, 198.51.100", "clientIp, 198.51.100.256"})
    void anAddressThatIsNoneIsRefused(String setting, String value) {
        assertThatThrownBy(() -> create(Map.of(setting, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.namecheap.clientIp")
                .hasMessageContaining("whitelisted IPs");
    }
}
