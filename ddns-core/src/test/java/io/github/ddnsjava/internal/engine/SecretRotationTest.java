package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.HoldRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Secrets that change, and sources of secrets that are down, while an updater runs. */
class SecretRotationTest {
    private static final TransientException DOWN =
            TransientException.notSent("the secret source vault does not answer", null);

    private final World world = new World();
    private final Vault vault = new Vault();

    /** Remembers the value until it is refused. */
    private final class Vault {
        String value = "secret-1";
        int reads;

        @Nullable
        DdnsException down;

        private @Nullable String remembered;

        Secret secret() {
            return Secret.from("vault:ddns#token", this::read, () -> remembered = null);
        }

        private String read() {
            if (remembered == null) {
                reads++;
                if (down != null) {
                    throw down;
                }
                remembered = value;
            }
            return remembered;
        }
    }

    private Updater updater(HoldRule rule) {
        return world.bare()
                .detector(world.wan.sees(A1))
                .provider(new FakeZones(
                        world.cloud,
                        "account",
                        Settings.none(),
                        vault.secret(),
                        FakeZones.can().holdRule(rule).build()))
                .record(HOME, RecordType.A)
                .build();
    }

    private Updater updater() {
        return updater(HoldRule.UNTIL_SETTINGS_CHANGE);
    }

    private void rotate(String token) {
        vault.value = token;
        world.cloud.token = token;
    }

    @Test
    @Tag("promise-10")
    void aRotatedSecretIsReadOnceMoreAndSentInTheSameCycle() {
        try (Updater updater = updater()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
            assertThat(vault.reads).isEqualTo(1);

            rotate("secret-2");
            world.wan.sees(A2);
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UPDATED);
            assertThat(vault.reads).isEqualTo(2);
            assertThat(world.events(UpdateEvent.Troubled.class)).isEmpty();
        }
    }

    @Test
    @Tag("promise-10")
    void aSecretThatIsStillTheSameIsHeldAndNotSentAgain() {
        world.cloud.token = "another";
        try (Updater updater = updater()) {
            world.start(updater);
            world.time.run(Duration.ofDays(10));
            assertThat(world.cloud.calls).hasSize(1);
            assertThat(world.report(updater).problem().map(Problem::kind)).contains(ProblemKind.AUTHENTICATION);
        }
    }

    @Test
    @Tag("promise-10")
    void aSourceThatIsDownIsATemporaryProblemThatNamesItAndNothingIsSent() {
        try (Updater updater = updater()) {
            world.outcome(updater);
            int calls = world.cloud.calls.size();

            vault.remembered = null;
            vault.down = DOWN;
            world.wan.sees(A2);
            RecordReport report = world.report(updater);
            assertThat(report.problem().map(Problem::kind)).contains(ProblemKind.TRANSIENT);
            assertThat(report.problem().orElseThrow().message()).contains("the secret source vault does not answer");
            assertThat(world.cloud.calls).hasSize(calls);

            vault.down = null;
            world.start(updater);
            world.time.run(Duration.ofHours(2));
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    @Tag("promise-10")
    void aSourceThatGoesDownAndComesBackEndsNoHold() {
        world.cloud.token = "another";
        try (Updater updater = updater()) {
            world.start(updater);
            for (DdnsException down : new DdnsException[] {DOWN, new ConfigurationException("", "unreadable", "")}) {
                vault.remembered = null;
                vault.down = down;
                world.time.run(Duration.ofDays(1));
                vault.down = null;
                world.time.run(Duration.ofDays(1));
            }
            assertThat(world.cloud.calls).hasSize(1);
            assertThat(world.report(updater).problem().map(Problem::kind)).contains(ProblemKind.AUTHENTICATION);

            rotate("secret-2");
            vault.remembered = null;
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-10")
    void aSourceThatIsDownWhenCredentialsAreRefusedLeavesTheHoldOnWhatWasSent() {
        world.cloud.token = "another";
        world.cloud.before = (call, names) -> {
            vault.down = DOWN;
            return null;
        };
        try (Updater updater = updater()) {
            world.start(updater);
            assertThat(vault.reads).isEqualTo(2);
            world.time.run(Duration.ofDays(1));
            vault.down = null;
            world.time.run(Duration.ofDays(1));
            assertThat(world.cloud.calls).hasSize(1);

            vault.value = "another";
            vault.remembered = null;
            world.cloud.before = (call, names) -> null;
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-10")
    void aSecretThatAPersonMustMendIsReadAgainInTheNextCycle() {
        vault.down = new ConfigurationException("", "vault:ddns#token may not be read by this token", "");
        try (Updater updater = updater()) {
            world.start(updater);
            RecordReport report = world.report(updater);
            assertThat(report.problem().map(Problem::kind)).contains(ProblemKind.CONFIGURATION);
            assertThat(world.cloud.calls).isEmpty();

            vault.down = null;
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-10")
    void aCheckReadsARefusedSecretOnceMore() {
        try (Updater updater = updater()) {
            world.outcome(updater);
            rotate("secret-2");
            assertThat(world.time.await(updater::check).records())
                    .allMatch(record -> record.problem().isEmpty());
        }
    }

    @Test
    @Tag("promise-10")
    void aSecretOfAFileMayBeRotatedWhileTheUpdaterRuns() throws Exception {
        Path file = Files.createTempFile("token", "");
        try (Updater updater = world.bare()
                .detector(world.wan.sees(A1))
                .provider(new FakeZones(
                        world.cloud,
                        "account",
                        Settings.none(),
                        Secret.file(file),
                        FakeZones.can().build()))
                .record(HOME, RecordType.A)
                .build()) {
            Files.writeString(file, "secret-1\n");
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
            world.cloud.token = "secret-2";
            Files.writeString(file, "secret-2\n");
            world.wan.sees(A2);
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UPDATED);
            assertThat(world.events(UpdateEvent.Troubled.class)).isEmpty();
        } finally {
            Files.delete(file);
        }
    }
}
