package io.github.ddnsjava.providers.namecheap;

import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to Namecheap, how often, and what survives. */
class NamecheapTest {
    private static final String ZONE = "example.com";
    private static final String PARKED = "parked CNAME parkingpage.namecheap.com. 10 1800";

    private static FakeNamecheap fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeNamecheap.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = new Publishing(provider(fake));
    }

    /** Returns all settings that are needed. */
    static Map<String, Object> settings(FakeNamecheap fake) {
        return new TreeMap<>(Map.of(
                "username",
                FakeNamecheap.USER,
                "apiKey",
                FakeNamecheap.KEY,
                "clientIp",
                FakeNamecheap.IP,
                "endpoint",
                fake.endpoint()));
    }

    static DnsProvider provider(FakeNamecheap fake) {
        return new NamecheapProvider(Settings.at("providers.nm", settings(fake)), ProviderContext.standard());
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

        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.hosts(ZONE)).hasSize(11).containsAll(others).contains("www A 192.0.2.2 10 64");
        assertThat(fake.mail).containsEntry(ZONE, "MX");

        assertThat(outcome(account.publish(
                        Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.2"))))
                .isEqualTo(Outcome.WITHDRAWN);
        assertThat(fake.hosts(ZONE)).isEqualTo(others);
    }

    /** Two hosts that differ in nothing but their id are two; nobody asked to make one of them. */
    @Test
    @Tag("promise-13")
    void aHostThatStandsThereTwiceStaysTwice() throws InterruptedException {
        fake.put(ZONE, "TXT", "@", "same", 1800);
        fake.put(ZONE, "TXT", "@", "same", 1800);

        account.publish(Changes.ensure("www.example.com", "192.0.2.2"));

        assertThat(fake.records(ZONE))
                .filteredOn(host -> host.get("Address").textValue().equals("same"))
                .hasSize(2);
    }

    @Test
    void theApexAWildcardAndASubdomainHaveTheNamesThatTheVendorWants() throws InterruptedException {
        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("a.b.example.com", "2001:db8::3").build()));

        assertThat(fake.hosts(ZONE))
                .containsExactlyInAnyOrder(
                        PARKED, "@ A 192.0.2.1 10 1800", "* A 192.0.2.2 10 1800", "a.b AAAA 2001:db8::3 10 1800");
    }

    /** A public suffix can have several labels. */
    @Test
    void aDomainIsItsFirstLabelAndTheRest() throws InterruptedException {
        fake.addZone("example.co.uk");

        account.publish(Changes.ensure("www.example.co.uk", "192.0.2.1"));

        assertThat(fake.replacements().get(0)).containsEntry("SLD", "example").containsEntry("TLD", "co.uk");
    }

    /** The zone is read before and after each replacement: that is the price of losing nothing. */
    @Test
    @Tag("promise-12")
    void anyNumberOfNamesOfADomainIsOneReplacement() throws InterruptedException {
        account.publish(hosts(30, 1, 1));
        assertThat(fake.calls()).containsExactly("getList", "getHosts", "getHosts", "setHosts", "getHosts");

        fake.forgetCalls();
        assertThat(account.publish(hosts(30, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).containsExactly("getHosts", "getHosts", "setHosts", "getHosts");

        fake.forgetCalls();
        assertThat(account.publish(hosts(30, 2, 2))).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsExactly("getHosts");
        assertThat(fake.hosts(ZONE)).hasSize(1 + 60);
    }

    @Test
    void aTtlIsCorrectedForOurHostAlone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 1799);
        fake.put(ZONE, "A", "www", "192.0.2.1", 1799);

        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.1")
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

        List<ChangeResult> results = account.publish(List.of(
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

        ChangeResult result = account.publish(Changes.ensure("alone.example.com", "192.0.2.1"));

        assertThat(problem(result).message()).contains("alone.example.com A", type);
        assertThat(fake.calls()).doesNotContain("setHosts");
    }

    @Test
    @Tag("promise-13")
    void aDomainWithoutHostsIsNotReplaced() throws InterruptedException {
        fake.plan(
                "getHosts",
                FakeNamecheap.success(
                        "namecheap.domains.dns.getHosts",
                        "<DomainDNSGetHostsResult Domain=\"example.com\" EmailType=\"FWD\" IsUsingOurDNS=\"true\"/>"));

        assertThat(problem(account.publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .message())
                .contains("example.com is empty", "not replaced");
        assertThat(fake.calls()).doesNotContain("setHosts");
    }

    @Test
    void theLastHostIsNotRemoved() throws InterruptedException {
        account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
        fake.drop(ZONE, FakeNamecheap.PARKED);

        ChangeResult result = account.publish(
                Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("the last host of example.com");
        assertThat(fake.hosts(ZONE)).containsExactly("www A 192.0.2.1 10 1800");
    }

    @Test
    @Tag("promise-11")
    void aDomainWithOtherNameServersIsToldSoAndAnotherGoesOn() throws InterruptedException {
        fake.elsewhere.add(ZONE);
        fake.addZone("example.org");

        List<ChangeResult> results = account.publish(List.of(
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

        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(fake.mail).containsEntry(ZONE, "FWD");
        assertThat(fake.replacements()).hasSize(1);
    }
}
