package io.github.ddnsjava.providers.dyndns2;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes over the wire. */
class Dyndns2RequestTest {
    private static final ChangeResult UPDATED = new ChangeResult.Applied(Outcome.UPDATED, Set.of(), Map.of());
    private static final ChangeResult RIGHT = new ChangeResult.AlreadyRight(Map.of());

    private final RecordingPublication publication = RecordingPublication.standard();
    private final FakeDyndns2 fake =
            new FakeDyndns2().host("a.example.com").host("b.example.com").host("c.example.com");

    @AfterEach
    void nothingWasDamaged() {
        fake.close();
        assertThat(fake.damage()).isEmpty();
    }

    private Map<RecordKey, ChangeResult> publish(Settings settings, RecordChange... changes)
            throws InterruptedException {
        return publication.run(Dyndns2Provider.of(settings, ProviderContext.standard()), List.of(changes));
    }

    private static RecordChange ensure(String name, String address) {
        return Changes.ensure(name, address).build();
    }

    private static RecordChange keep(String name, String address) {
        return Changes.keep(DnsName.of(name), Set.of(IpAddress.parse(address))).build();
    }

    @Test
    void theProviderIsFoundByItsId() throws InterruptedException {
        assertThat(publication.run(
                        DnsProviders.create("dyndns2", fake.settings()), List.of(ensure("a.example.com", "192.0.2.1"))))
                .containsValue(UPDATED);
    }

    @Test
    void eachFamilyGoesInACallOfItsOwnWithABareAddress() throws InterruptedException {
        assertThat(publish(
                        fake.settings(), ensure("a.example.com", "192.0.2.1"), ensure("a.example.com", "2001:db8::1")))
                .hasSize(2)
                .containsValue(UPDATED);
        assertThat(fake.queries())
                .containsExactly("hostname=a.example.com&myip=192.0.2.1", "hostname=a.example.com&myip=2001:db8::1");
    }

    @Test
    void oneNameACallIsTheDefault() throws InterruptedException {
        publish(fake.settings(), ensure("a.example.com", "192.0.2.1"), ensure("b.example.com", "192.0.2.1"));
        assertThat(fake.queries()).hasSize(2);
    }

    @Test
    @Tag("promise-12")
    void namesWithTheSameAddressShareACallUpToTheConfiguredNumber() throws InterruptedException {
        Map<RecordKey, ChangeResult> results = publish(
                fake.settings().with("maxHosts", 2),
                ensure("a.example.com", "192.0.2.1"),
                ensure("b.example.com", "192.0.2.2"),
                Changes.touch("c.example.com", "192.0.2.1").build());
        assertThat(results.values()).containsOnly(UPDATED).hasSize(3);
        assertThat(fake.queries())
                .containsExactly(
                        "hostname=a.example.com,c.example.com&myip=192.0.2.1", "hostname=b.example.com&myip=192.0.2.2");
    }

    @Test
    void moreNamesThanFitGoInFurtherCalls() throws InterruptedException {
        RecordChange[] changes = IntStream.range(0, 45)
                .mapToObj(i -> ensure("h" + i + ".example.com", "192.0.2.1"))
                .toArray(RecordChange[]::new);
        IntStream.range(0, 45).forEach(i -> fake.host("h" + i + ".example.com"));
        assertThat(publish(fake.settings().with("maxHosts", 20), changes).values())
                .containsOnly(UPDATED)
                .hasSize(45);
        assertThat(fake.queries()).hasSize(3);
    }

    @Test
    void aCallWithTooManyNamesIsRepeatedOnceForEachNameAlone() throws InterruptedException {
        fake.maxHosts(1);
        assertThat(publish(
                                fake.settings().with("maxHosts", 3),
                                ensure("a.example.com", "192.0.2.1"),
                                ensure("b.example.com", "192.0.2.1"),
                                ensure("gone.example.com", "192.0.2.1"))
                        .values())
                .startsWith(UPDATED, UPDATED)
                .last()
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().kind()).isEqualTo(ProblemKind.REJECTED));
        assertThat(fake.queries()).hasSize(4);
    }

    @Test
    void aNameThatAloneIsTooManyIsRefused() throws InterruptedException {
        fake.maxHosts(0);
        assertThat(publish(fake.settings(), ensure("a.example.com", "192.0.2.1"))
                        .values())
                .singleElement()
                .isInstanceOf(ChangeResult.Failed.class);
        assertThat(fake.queries()).hasSize(1);
    }

    @Test
    void jointFamiliesShareTheParameterMyip() throws InterruptedException {
        fake.reads(FakeDyndns2.Reads.COMMA_LIST);
        assertThat(publish(
                                fake.settings().with("families", "joint"),
                                ensure("a.example.com", "2001:db8::1"),
                                ensure("a.example.com", "192.0.2.1"))
                        .values())
                .containsExactly(UPDATED, UPDATED);
        assertThat(fake.queries()).containsExactly("hostname=a.example.com&myip=192.0.2.1,2001:db8::1");
    }

    @Test
    void familiesByNameOfParameterSendNoEmptyOne() throws InterruptedException {
        fake.reads(FakeDyndns2.Reads.MYIPV6);
        Settings settings = fake.settings().with("families", "myipv6");
        publish(settings, ensure("a.example.com", "192.0.2.1"), ensure("a.example.com", "2001:db8::1"));
        publish(settings, ensure("a.example.com", "2001:db8::2"));
        publish(settings, ensure("a.example.com", "192.0.2.2"));
        assertThat(fake.queries())
                .containsExactly(
                        "hostname=a.example.com&myip=192.0.2.1&myipv6=2001:db8::1",
                        "hostname=a.example.com&myipv6=2001:db8::2",
                        "hostname=a.example.com&myip=192.0.2.2");
    }

    @Test
    @Tag("promise-13")
    void theCompanionIsSentAlongAndNotReportedWhereTheServiceWouldClearIt() throws InterruptedException {
        fake.reads(FakeDyndns2.Reads.COMMA_LIST).clearsAbsentFamily().host("a.example.com", "192.0.2.1", "2001:db8::1");
        RecordChange change = ensure("a.example.com", "192.0.2.2");
        assertThat(publish(
                        fake.settings().with("families", "joint").with("absentFamily", "changes"),
                        change,
                        keep("a.example.com", "2001:db8::1")))
                .containsOnly(Map.entry(change.key(), UPDATED));
        assertThat(fake.address("a.example.com", IpFamily.IPV6)).contains(IpAddress.parse("2001:db8::1"));
        assertThat(publication.announced()).containsExactly(change);
    }

    @Test
    @Tag("promise-13")
    void nothingIsSentWhereTheCompanionWouldBeClearedAndIsNotKnown() throws InterruptedException {
        Map<RecordKey, ChangeResult> results = publish(
                fake.settings().with("families", "joint").with("absentFamily", "changes"),
                ensure("a.example.com", "192.0.2.2"));
        assertThat(results.values()).singleElement().isInstanceOfSatisfying(ChangeResult.NotAttempted.class, result -> {
            assertThat(result.notBefore()).isEqualTo(Optional.empty());
            assertThat(result.reason()).contains("AAAA of a.example.com").contains("a family that is left out");
        });
        assertThat(fake.queries()).isEmpty();
    }

    @Test
    @Tag("promise-4")
    void aCompanionThatIsKnownToBeAbsentDoesNotStopTheOtherFamily() throws InterruptedException {
        fake.reads(FakeDyndns2.Reads.COMMA_LIST).clearsAbsentFamily();
        RecordChange change = ensure("a.example.com", "192.0.2.2");
        RecordChange absent = Changes.absent(change.name(), RecordType.AAAA).build();
        assertThat(publish(fake.settings().with("families", "joint").with("absentFamily", "changes"), change, absent))
                .containsOnly(Map.entry(change.key(), UPDATED));
    }

    @Test
    void aCompanionAloneSendsNothing() throws InterruptedException {
        Settings settings = fake.settings().with("families", "joint").with("absentFamily", "changes");
        assertThat(publish(settings, keep("a.example.com", "192.0.2.2"))).isEmpty();
        assertThat(fake.queries()).isEmpty();
    }

    @Test
    void aPlanHasEveryCallAndSendsNone() throws InterruptedException {
        RecordChange first = ensure("a.example.com", "192.0.2.1");
        RecordChange second = ensure("b.example.com", "192.0.2.2");
        RecordingPublication dry = RecordingPublication.builder().dryRun().build();
        dry.run(Dyndns2Provider.of(fake.settings(), ProviderContext.standard()), List.of(first, second));
        assertThat(dry.announced()).containsExactly(first, second);
        assertThat(fake.queries()).isEmpty();
    }

    @Test
    void aRecordCannotBeRemovedAndOthersAreNotHeldUpByTheWish() throws InterruptedException {
        RecordChange withdraw = Changes.withdraw("a.example.com", RecordType.A)
                .confirmed("192.0.2.1")
                .build();
        RecordChange change = ensure("b.example.com", "192.0.2.1");
        Map<RecordKey, ChangeResult> results = publish(fake.settings(), withdraw, change);
        assertThat(results.get(withdraw.key()))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().kind()).isEqualTo(ProblemKind.REJECTED));
        assertThat(results).containsEntry(change.key(), UPDATED);
        assertThat(fake.queries()).hasSize(1);
    }

    @Test
    void aTouchOfARightRecordIsSentAndCountsAsRight() throws InterruptedException {
        fake.host("a.example.com", "192.0.2.1");
        assertThat(publish(
                                fake.settings(),
                                Changes.touch("a.example.com", "192.0.2.1").build())
                        .values())
                .containsExactly(RIGHT);
    }

    @Test
    void credentialsAndANameOfOurOwnAreSentUnasked() throws InterruptedException {
        publish(fake.settings(), ensure("a.example.com", "192.0.2.1"));
        fake.server()
                .verify(
                        1,
                        anyRequestedFor(anyUrl())
                                .withHeader("Authorization", equalTo("Basic YWxpY2VAZXhhbXBsZS5uZXQ6cGE6c3Mgd8O2cmQ="))
                                .withHeader(
                                        "User-Agent", equalTo("ddnsjava/0.1 (+https://github.com/ddnsjava/ddnsjava)")));
    }

    @Test
    void anotherUserAgentMayBeSet() throws InterruptedException {
        String agent = "Acme Router/Linux-1.1 support@acme.example";
        publish(fake.settings().with("userAgent", agent), ensure("a.example.com", "192.0.2.1"));
        fake.server().verify(1, anyRequestedFor(anyUrl()).withHeader("User-Agent", equalTo(agent)));
    }

    @Test
    void aTrailingSlashOfTheEndpointIsSentAsItWasWritten() throws InterruptedException {
        fake.answerNext(200, "good");
        publish(fake.settings().with("endpoint", fake.url() + "/"), ensure("a.example.com", "192.0.2.1"));
        assertThat(fake.server().getAllServeEvents().get(0).getRequest().getUrl())
                .startsWith("/nic/update/?hostname=");
    }

    @Test
    @Tag("promise-22")
    void aRedirectIsNotFollowed() throws InterruptedException {
        fake.answerNext(302, "", "Location", fake.url());
        assertThat(publish(fake.settings(), ensure("a.example.com", "192.0.2.1"))
                        .values())
                .singleElement()
                .isInstanceOf(ChangeResult.Unknown.class);
        assertThat(fake.queries()).hasSize(1);
    }
}
