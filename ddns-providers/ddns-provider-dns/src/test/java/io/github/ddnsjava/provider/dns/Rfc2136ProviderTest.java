package io.github.ddnsjava.provider.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.ManualClock;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is peculiar to RFC 2136, against a real BIND. */
@Tag("servers")
class Rfc2136ProviderTest {
    private static Bind bind;

    private RecordingPublication publication = RecordingPublication.standard();

    @BeforeAll
    static void start() throws Exception {
        bind = Bind.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (bind != null) {
            bind.close();
        }
    }

    @BeforeEach
    void reset() throws Exception {
        bind.reset();
    }

    private static DnsProvider provider(Settings settings, InstantSource clock) {
        ProviderContext standard = ProviderContext.standard();
        return new Rfc2136Factory()
                .create(
                        "rfc2136",
                        settings,
                        new ProviderContext(standard.http(), clock, standard.random(), standard.lookup()));
    }

    private static DnsProvider provider(Settings settings) {
        return provider(settings, InstantSource.system());
    }

    private static DnsProvider provider() {
        return provider(bind.settings(Bind.ZONE_KEY));
    }

    private ChangeResult publish(DnsProvider provider, RecordChange change) throws InterruptedException {
        return publication.run(provider, List.of(change)).get(change.key());
    }

    private static Problem failure(ChangeResult result) {
        assertThat(result).isInstanceOf(ChangeResult.Failed.class);
        return ((ChangeResult.Failed) result).problem();
    }

    @Test
    @Tag("promise-12")
    void oneSetTakesOneZoneLookupOneReadOneUpdateAndOneReadBack() throws Exception {
        bind.add("example.com", "home.example.com 600 A 192.0.2.1");
        ChangeResult result = publish(
                provider(),
                Changes.ensure("home.example.com", "192.0.2.2")
                        .confirmed("192.0.2.1")
                        .build());
        assertThat(result).isInstanceOf(ChangeResult.Applied.class);
        assertThat(publication.exchanges())
                .containsExactly(
                        "QUERY home.example.com SOA",
                        "QUERY home.example.com A",
                        "UPDATE example.com. (1 record sets)",
                        "QUERY home.example.com A");
        assertThat(bind.at("example.com", "home.example.com")).containsExactly("600 A 192.0.2.2");
    }

    @Test
    @Tag("promise-12")
    void fourHundredNamesAreWrittenByOneMessage() throws Exception {
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            changes.add(Changes.ensure("host" + i + ".example.com", "192.0.2." + i % 250)
                    .build());
        }
        publication = RecordingPublication.builder().time(Duration.ofMinutes(2)).build();
        assertThat(publication.run(provider(), changes).values())
                .hasSize(400)
                .allMatch(ChangeResult.Applied.class::isInstance);
        assertThat(publication.exchanges())
                .filteredOn(what -> what.startsWith("UPDATE"))
                .hasSize(1);
        assertThat(bind.transfer("example.com")).hasSize(402);
    }

    @Test
    @Tag("promise-13")
    void othersValuesTypesAndTheTtlSurvive() throws Exception {
        bind.add(
                "example.com",
                "home.example.com 777 A 192.0.2.1",
                "home.example.com 777 A 192.0.2.200",
                "home.example.com 888 TXT \"kept\"");
        publish(
                provider(),
                Changes.ensure("home.example.com", "192.0.2.2")
                        .confirmed("192.0.2.1")
                        .build());
        assertThat(bind.at("example.com", "home.example.com"))
                .containsExactly("777 A 192.0.2.2", "777 A 192.0.2.200", "888 TXT kept");
    }

    @Test
    void anEnsuredTtlIsSetOnTheWholeRecordSet() throws Exception {
        bind.add("example.com", "home.example.com 777 A 192.0.2.1", "home.example.com 777 A 192.0.2.200");
        ChangeResult result = publish(
                provider(),
                Changes.ensure("home.example.com", "192.0.2.1")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().ensure("ttl", Duration.ofSeconds(60)))
                        .build());
        assertThat(((ChangeResult.Applied) result).effective()).isEqualTo(Map.of("ttl", Duration.ofSeconds(60)));
        assertThat(bind.at("example.com", "home.example.com")).containsExactly("60 A 192.0.2.1", "60 A 192.0.2.200");
    }

    @Test
    void anInitialTtlCountsOnlyForANewRecordSet() throws Exception {
        bind.add("example.com", "old.example.com 777 A 192.0.2.1");
        Attributes initial = Attributes.none().initial("ttl", Duration.ofSeconds(60));
        publication.run(
                provider(),
                List.of(
                        Changes.ensure("old.example.com", "192.0.2.2")
                                .attributes(initial)
                                .build(),
                        Changes.ensure("new.example.com", "192.0.2.2")
                                .attributes(initial)
                                .build()));
        assertThat(bind.at("example.com", "old.example.com")).containsExactly("777 A 192.0.2.2");
        assertThat(bind.at("example.com", "new.example.com")).containsExactly("60 A 192.0.2.2");
    }

    @Test
    void aWithdrawnNameLosesOurValueOnly() throws Exception {
        bind.add("example.com", "home.example.com 300 A 192.0.2.1", "home.example.com 300 A 192.0.2.200");
        ChangeResult result = publish(
                provider(),
                Changes.withdraw("home.example.com", RecordType.A)
                        .confirmed("192.0.2.1")
                        .build());
        assertThat(((ChangeResult.Applied) result).outcome()).isEqualTo(Outcome.WITHDRAWN);
        assertThat(bind.at("example.com", "home.example.com")).containsExactly("300 A 192.0.2.200");
    }

    @Test
    @Tag("promise-13")
    void aValueThatChangedSinceItWasReadIsNotOverwritten() throws Exception {
        bind.add("example.com", "home.example.com 300 A 192.0.2.1");
        publication = RecordingPublication.builder()
                .before((number, exchange) -> {
                    if (exchange.what().startsWith("UPDATE")) {
                        changeByHand();
                    }
                })
                .build();
        ChangeResult result = publish(
                provider(),
                Changes.ensure("home.example.com", "192.0.2.2")
                        .confirmed("192.0.2.1")
                        .build());
        assertThat(failure(result).kind()).isEqualTo(ProblemKind.TRANSIENT);
        assertThat(failure(result).message()).contains("changed").contains("they are read again");
        assertThat(bind.at("example.com", "home.example.com")).containsExactly("300 A 192.0.2.99");
    }

    private static void changeByHand() {
        try {
            bind.remove("example.com", "home.example.com", "A");
            bind.add("example.com", "home.example.com 300 A 192.0.2.99");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Tag("promise-6")
    void aNameThatIsAnAliasIsRefusedAndTheOthersAreWritten() throws Exception {
        bind.add("example.com", "alias.example.com 300 CNAME static.example.com.");
        RecordChange alias = Changes.ensure("alias.example.com", "192.0.2.1").build();
        RecordChange home = Changes.ensure("home.example.com", "192.0.2.1").build();
        RecordChange office = Changes.ensure("office.example.com", "192.0.2.1").build();
        Map<?, ChangeResult> results = publication.run(provider(), List.of(home, alias, office));
        assertThat(failure(results.get(alias.key())).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(failure(results.get(alias.key())).message())
                .startsWith("alias.example.com A is left alone: there is a CNAME record at alias.example.com");
        assertThat(results.get(home.key())).isInstanceOf(ChangeResult.Applied.class);
        assertThat(results.get(office.key())).isInstanceOf(ChangeResult.Applied.class);
    }

    /** So a plan tells it, too. */
    @Test
    void nothingIsSentForANameThatIsAnAlias() throws Exception {
        bind.add(
                "example.com",
                "alias.example.com 300 CNAME static.example.com.",
                "*.example.com 300 A 192.0.2.77",
                "moved.example.com 300 DNAME example.net.");
        publication.run(
                provider(),
                List.of(
                        Changes.ensure("alias.example.com", "192.0.2.1").build(),
                        Changes.ensure("home.moved.example.com", "192.0.2.1").build()));

        assertThat(publication.exchanges()).isNotEmpty().noneMatch(exchange -> exchange.startsWith("UPDATE"));
    }

    /** Whether the alias is the name's or the wildcard's cannot be seen before the write. */
    @Test
    void anAliasBesideAWildcardAliasIsRefusedByTheWrite() throws Exception {
        bind.add(
                "example.com",
                "static.example.com 300 A 192.0.2.77",
                "alias.example.com 300 CNAME static.example.com.",
                "*.example.com 300 CNAME static.example.com.");

        ChangeResult result = publish(
                provider(), Changes.ensure("alias.example.com", "192.0.2.1").build());

        assertThat(failure(result).message()).startsWith("there is a CNAME record at alias.example.com");
    }

    @Test
    void aNameThatOnlyAWildcardAnswersForIsMade() throws Exception {
        bind.add("example.com", "*.example.com 300 A 192.0.2.77");
        ChangeResult result = publish(
                provider(), Changes.ensure("home.example.com", "192.0.2.1").build());
        assertThat(result).isInstanceOf(ChangeResult.Applied.class);
        assertThat(bind.at("example.com", "home.example.com")).containsExactly("300 A 192.0.2.1");
        assertThat(bind.at("example.com", "*.example.com")).containsExactly("300 A 192.0.2.77");
    }

    @Test
    void aNameThatOnlyAWildcardAliasAnswersForIsMade() throws Exception {
        bind.add("example.com", "*.example.com 300 CNAME static.example.com.", "static.example.com 300 A 192.0.2.77");
        ChangeResult result = publish(
                provider(), Changes.ensure("home.example.com", "192.0.2.1").build());
        assertThat(result).isInstanceOf(ChangeResult.Applied.class);
        assertThat(bind.at("example.com", "home.example.com")).containsExactly("300 A 192.0.2.1");
    }

    @Test
    void aWildcardIsANameLikeAnyOther() throws Exception {
        bind.add("example.com", "*.example.com 300 A 192.0.2.77");
        publish(
                provider(),
                Changes.ensure("*.example.com", "192.0.2.1")
                        .confirmed("192.0.2.77")
                        .build());
        assertThat(bind.at("example.com", "*.example.com")).containsExactly("300 A 192.0.2.1");
    }

    @Test
    void theApexIsANameLikeAnyOther() throws Exception {
        publish(provider(), Changes.ensure("example.com", "2001:db8::1").build());
        assertThat(bind.at("example.com", "example.com")).contains("300 AAAA 2001:db8:0:0:0:0:0:1");
    }

    @Test
    void aZoneOfASingleLabelIsAZone() throws Exception {
        publication.run(
                provider(),
                List.of(
                        Changes.ensure("nas.lan", "192.0.2.1").build(),
                        Changes.ensure("tv.lan", "192.0.2.2").build()));
        assertThat(bind.at("lan", "nas.lan")).containsExactly("300 A 192.0.2.1");
        assertThat(bind.at("lan", "tv.lan")).containsExactly("300 A 192.0.2.2");
    }

    @Test
    void aNameThatIsDelegatedToOthersIsRefused() throws Exception {
        bind.add("example.com", "away.example.com 300 NS ns.example.net.");
        Problem problem = failure(publish(
                provider(), Changes.ensure("home.away.example.com", "192.0.2.1").build()));
        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("away.example.com is delegated to other servers");
        assertThat(bind.at("example.com", "home.away.example.com")).isEmpty();
    }

    @Test
    void aZoneThatIsNotServedIsNotFound() throws Exception {
        Problem problem = failure(publish(
                provider(), Changes.ensure("host.example.net", "192.0.2.1").build()));
        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("no zone of this account contains host.example.net");
    }

    @Test
    void anUnknownKeyConcernsTheAccount() throws Exception {
        Problem problem = failure(publish(
                provider(bind.settings("nobodys-key")),
                Changes.ensure("home.example.com", "192.0.2.1").build()));
        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.scope()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(problem.message()).contains("does not know key \"nobodys-key\" (hmac-sha256)");
    }

    @Test
    @Tag("promise-22")
    void aWrongSecretConcernsTheAccountAndIsNotShown() throws Exception {
        String wrong = "d3Jvbmc=";
        Problem problem = failure(publish(
                provider(bind.settings(Bind.ZONE_KEY).with("keySecret", wrong)),
                Changes.ensure("home.example.com", "192.0.2.1").build()));
        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.scope()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(problem.message())
                .contains("does not accept the signature of key \"zone-key\"")
                .doesNotContain(wrong);
    }

    @Test
    void aWrongClockIsNamedWithItsDifference() throws Exception {
        for (Duration skew : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            ManualClock clock = new ManualClock(Instant.now().plus(skew));
            publication = RecordingPublication.standard();
            Problem problem = failure(publish(
                    provider(bind.settings(Bind.ZONE_KEY), clock),
                    Changes.ensure("home.example.com", "192.0.2.1").build()));
            assertThat(problem.kind()).isEqualTo(ProblemKind.TRANSIENT);
            assertThat(problem.scope()).isEqualTo(ProblemScope.RECORD);
            assertThat(problem.message())
                    .containsPattern("clock of this host is (3600|3599|3601) seconds "
                            + (skew.isNegative() ? "behind that" : "ahead of that"));
        }
    }

    @Test
    @Tag("promise-11")
    void aNameThatTheKeyMayNotWriteDoesNotStopTheOthers() throws Exception {
        RecordChange host = Changes.ensure("host.example.com", "192.0.2.1").build();
        RecordChange other = Changes.ensure("other.example.com", "192.0.2.1").build();
        Map<?, ChangeResult> results = publication.run(provider(bind.settings(Bind.HOST_KEY)), List.of(other, host));
        assertThat(failure(results.get(other.key())).kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(failure(results.get(other.key())).scope()).isEqualTo(ProblemScope.RECORD);
        assertThat(failure(results.get(other.key())).message())
                .contains("refuses the update of other.example.com A with REFUSED")
                .contains("host-key");
        assertThat(results.get(host.key())).isInstanceOf(ChangeResult.Applied.class);
    }

    @Test
    void aServerMayTakeUnsignedUpdates() throws Exception {
        Settings unsigned = Settings.of("server", "127.0.0.1", "port", bind.port());
        ChangeResult result = publish(
                provider(unsigned),
                Changes.ensure("home.open.example", "192.0.2.1").build());
        assertThat(result).isInstanceOf(ChangeResult.Applied.class);
        Problem problem = failure(publish(
                provider(unsigned),
                Changes.ensure("home.example.com", "192.0.2.1").build()));
        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.message()).contains("unsigned");
    }

    @Test
    void theServerMayBeReachedByNameOrIpv6AndWithAnotherAlgorithm() throws Exception {
        for (String server : List.of("localhost", "::1")) {
            ChangeResult result = publish(
                    provider(bind.settings(Bind.KEY_512).with("server", server)),
                    Changes.touch("home.example.com", "192.0.2.1").build());
            assertThat(result).isInstanceOf(ChangeResult.Applied.class);
        }
    }

    @Test
    void aCheckFindsWrongKeysAndZonesByReadsOnly() throws Exception {
        DnsProvider good = provider();
        RecordChange there = Changes.question(DnsName.of("home.example.com"), RecordType.A);
        good.check(List.of(there), publication);
        assertThat(publication.exchanges()).allMatch(what -> what.startsWith("QUERY"));
        assertThatThrownBy(() -> provider(bind.settings("nobodys-key")).check(List.of(there), publication.next()))
                .isInstanceOf(AuthenticationException.class);
        RecordChange elsewhere = Changes.question(DnsName.of("home.example.net"), RecordType.A);
        assertThatThrownBy(() -> good.check(List.of(elsewhere), publication)).isInstanceOf(RejectedException.class);
    }

    @Test
    @Tag("promise-19")
    void noThreadIsLeftBehind() throws Exception {
        publish(provider(), Changes.ensure("home.example.com", "192.0.2.1").build());
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("dnsjava"));
    }

    @Test
    void aNameBelowADnameIsToldAsSuch() throws Exception {
        bind.add("example.com", "moved.example.com 300 DNAME example.net.");
        RecordChange below =
                Changes.ensure("home.moved.example.com", "192.0.2.1").build();

        Map<?, ChangeResult> results = publication.run(provider(), List.of(below));

        assertThat(failure(results.get(below.key())).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(failure(results.get(below.key())).message())
                .contains("there is a DNAME record at moved.example.com, which redirects every name below it,"
                        + " home.moved.example.com too");
    }
}
