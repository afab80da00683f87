package io.github.ddnsjava.provider.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.StateStore;
import io.github.ddnsjava.remember.StateStores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TSIG BADTIME (RFC 8945 section 5.2.3) of real servers: a board without a clock of its own starts with a wrong time and
 * is set right a minute later. That is a fault that passes, and no refused credentials.
 */
@Tag("servers")
class WrongClockTest {
    private static Bind bind;
    private static Knot knot;

    @BeforeAll
    static void start() throws Exception {
        bind = Bind.start();
        knot = Knot.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (bind != null) {
            bind.close();
        }
        if (knot != null) {
            knot.close();
        }
    }

    @BeforeEach
    void reset() throws Exception {
        bind.reset();
    }

    private static Settings settings(String server) {
        return server.equals("BIND") ? bind.settings(Bind.ZONE_KEY) : knot.settings();
    }

    private static DnsProvider provider(Settings settings, InstantSource clock) {
        ProviderContext standard = ProviderContext.standard();
        return new Rfc2136Factory()
                .create(
                        "rfc2136",
                        settings,
                        new ProviderContext(standard.http(), clock, standard.random(), standard.lookup()));
    }

    private static ChangeResult publish(DnsProvider provider, RecordChange change) throws InterruptedException {
        return RecordingPublication.standard().run(provider, List.of(change)).get(change.key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"BIND", "KNOT"})
    @Tag("promise-14")
    void isToldByHowMuchItIsWrongAndPasses(String server) throws Exception {
        for (Duration skew : List.of(Duration.ofMinutes(10), Duration.ofMinutes(-10), Duration.ofDays(-3650))) {
            Instant wrong = Instant.now().plus(skew);
            RecordChange change =
                    Changes.ensure("skewed.example.com", "192.0.2.1").build();

            ChangeResult result = publish(provider(settings(server), () -> wrong), change);

            assertThat(result).isInstanceOf(ChangeResult.Failed.class);
            Problem problem = ((ChangeResult.Failed) result).problem();
            assertThat(problem.kind()).isEqualTo(ProblemKind.TRANSIENT);
            assertThat(problem.scope()).isEqualTo(ProblemScope.RECORD);
            long seconds = skew.abs().toSeconds();
            assertThat(problem.message())
                    .containsPattern("the clock of this host is (" + (seconds - 1) + "|" + seconds + "|" + (seconds + 1)
                            + ") seconds " + (skew.isNegative() ? "behind that of" : "ahead of that of"))
                    .contains("Set the clock that is wrong");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BIND", "KNOT"})
    void isForgottenAtOnceByTheServer(String server) throws Exception {
        RecordChange change =
                Changes.ensure("forgiven.example.com", "192.0.2.1").build();
        Instant wrong = Instant.now().minus(Duration.ofHours(1));
        publish(provider(settings(server), () -> wrong), change);

        assertThat(publish(provider(settings(server), InstantSource.system()), change))
                .isInstanceOf(ChangeResult.Applied.class);
    }

    @Test
    @Tag("promise-10")
    void aWrongSecretStaysAMatterForAPerson() throws Exception {
        for (Settings settings : List.of(bind.settings(Bind.ZONE_KEY), knot.settings())) {
            ChangeResult result = publish(
                    provider(settings.with("keySecret", "d3Jvbmc="), InstantSource.system()),
                    Changes.ensure("home.example.com", "192.0.2.1").build());
            assertThat(((ChangeResult.Failed) result).problem().kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        }
    }

    /** Run by run, as cron does: the first with a wrong clock, the next with the right one. */
    @ParameterizedTest
    @ValueSource(ints = {-10, 10})
    @Tag("promise-14")
    void isOverInTheNextRunWithARightClock(int minutes) throws Exception {
        StateStore state = StateStores.memory();
        InstantSource wrong = () -> Instant.now().plus(Duration.ofMinutes(minutes));

        RecordReport first = once(state, wrong);
        assertThat(first.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(first.problem().orElseThrow().kind()).isEqualTo(ProblemKind.TRANSIENT);

        assertThat(once(state, InstantSource.system()).outcome()).isEqualTo(Outcome.CREATED);
    }

    private static RecordReport once(StateStore state, InstantSource clock) throws InterruptedException {
        try (Updater updater = Updater.builder()
                .environment(UpdaterEnvironment.standard().withClock(clock))
                .state(state)
                .retry(new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ZERO))
                .detector(IpDetectors.staticAddresses(IpAddress.parse("93.184.216.34")))
                .provider(provider(bind.settings(Bind.ZONE_KEY), clock))
                .record("home.example.com", RecordType.A)
                .build()) {
            return updater.runOnce().records().get(0);
        }
    }
}
