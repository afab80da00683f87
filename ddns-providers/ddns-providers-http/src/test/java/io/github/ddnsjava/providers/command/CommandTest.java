package io.github.ddnsjava.providers.command;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program is told, what its exit status means, and that nothing shows its secrets. */
@EnabledOnOs(OS.LINUX)
class CommandTest {
    @TempDir
    Path directory;

    private ShellZone zone;

    @BeforeEach
    void start() throws IOException {
        zone = new ShellZone(directory);
    }

    private static DnsProvider create(Map<String, ?> settings) {
        return DnsProviders.load().create("command", Settings.at("providers.c", settings), ProviderContext.standard());
    }

    private ChangeResult home() throws InterruptedException {
        return new Publishing(create(zone.settings()))
                .publish(Changes.ensure("home.example.com", "192.0.2.2").confirmed("192.0.2.1"));
    }

    @Test
    void theEnvironmentSaysWhatIsToBeDone() throws Exception {
        Publishing account = new Publishing(create(zone.settings()));
        assertThat(outcome(account.publish(
                        Changes.ensure("home.example.com", "2001:db8::2").zone(DnsName.of("example.com")))))
                .isEqualTo(Outcome.UPDATED);
        assertThat(account.publish(Changes.ensure("home.example.com", "2001:db8::2")))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(outcome(account.publish(
                        Changes.withdraw("home.example.com", RecordType.AAAA).confirmed("2001:db8::2", "2001:db8::1"))))
                .isEqualTo(Outcome.WITHDRAWN);

        assertThat(zone.calls())
                .containsExactly(
                        "update home.example.com AAAA ipv6 (2001:db8::2) () (example.com)",
                        "update home.example.com AAAA ipv6 (2001:db8::2) () ()",
                        "withdraw home.example.com AAAA ipv6 () (2001:db8::1 2001:db8::2) ()");
        assertThat(account.publication().exchanges()).containsExactly("withdraw by update-dns");
    }

    @Test
    @Tag("promise-22")
    void noShellReadsTheArgumentsAndTheListOfProcessesShowsNoSecret() throws Exception {
        home();

        assertThat(zone.arguments())
                .contains("--as-it-stands $HOME; touch injected")
                .doesNotContain("c4nary");
        assertThat(zone.isInjected()).isFalse();
    }

    @ParameterizedTest
    @Tag("promise-6")
    @CsvSource({
        "65, REJECTED, RECORD, failed",
        "68, REJECTED, RECORD, failed",
        "69, TRANSIENT, RECORD, failed",
        "75, TRANSIENT, RECORD, failed",
        "77, AUTHENTICATION, ACCOUNT, failed",
        "78, REJECTED, RECORD, failed",
        "1, TRANSIENT, RECORD, unknown",
        "127, TRANSIENT, RECORD, unknown"
    })
    void anExitStatusMeansWhatTheManualSays(int status, ProblemKind kind, ProblemScope scope, String result)
            throws Exception {
        zone.plan("echo Tomatoes are not welcome; echo never >&2; exit " + status);

        ChangeResult home = home();

        assertThat(home)
                .isInstanceOf(result.equals("unknown") ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
        assertThat(problem(home).kind()).isEqualTo(kind);
        assertThat(problem(home).scope()).isEqualTo(scope);
        assertThat(problem(home).message())
                .startsWith("update by update-dns: exit status " + status + ", \"Tomatoes are not welcome\"")
                .doesNotContain("never");
    }

    @ParameterizedTest
    @CsvSource({"unchanged, true", "'unchanged: 192.0.2.2', true", "unchanged_failed, false", "unchangedness, false"})
    void theOutputBeginsWithAWord(String output, boolean unchanged) throws Exception {
        zone.plan("echo " + output.replace(":", "\\:") + "; exit 0");

        assertThat(home() instanceof ChangeResult.AlreadyRight).isEqualTo(unchanged);
    }

    /** A run that is ended half-way leaves its record in doubt, though nothing was wrong. */
    @Test
    @Tag("promise-15")
    void whatTheTimeIsTooShortForIsNotBegun() throws Exception {
        List<RecordChange> changes = Publishing.hosts(2, 1, 2);
        Instant[] now = {Instant.parse("2026-01-01T00:00:00Z")};
        RecordingPublication publication = RecordingPublication.builder()
                .clock(() -> now[0])
                .time(Duration.ofSeconds(45))
                .after((number, exchange) -> now[0] = now[0].plusSeconds(8))
                .build();

        Map<RecordKey, ChangeResult> results = publication.run(create(zone.settings()), changes);

        assertThat(changes.stream()
                        .map(change -> results.get(change.key()).getClass().getSimpleName()))
                .containsExactly("Applied", "Applied", "NotAttempted", "NotAttempted");
        assertThat(publication.exchanges()).hasSize(2);
    }

    @Test
    @Tag("promise-14")
    void aProgramThatCannotDoItNowWasReachedAllTheSame() throws Exception {
        for (int status : new int[] {69, 75}) {
            zone.plan("exit " + status);
            Publishing account = new Publishing(create(zone.settings()));
            account.publish(Changes.ensure("home.example.com", "192.0.2.2"));

            assertThat(account.publication().failures())
                    .singleElement()
                    .isInstanceOfSatisfying(TransientException.class, failure -> {
                        assertThat(failure.isUnreached()).isFalse();
                        assertThat(failure.isAnswer()).isEqualTo(status == 75);
                    });
        }
    }

    @Test
    @Tag("promise-22")
    void whatTheProgramSaysIsOneLineWithoutItsSecrets() throws Exception {
        zone.plan(
                "printf 'no \\033[31m%s\\n%s\\n' \"$TOKEN\" \"$(cat)\"; head -c 3000 /dev/zero | tr '\\0' x; exit 65");

        String message = problem(home()).message();

        assertThat(message).contains("no ").doesNotContain("c4nary").hasSizeLessThan(400);
        assertThat(message.chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void aProgramThatPrintsWithoutEndOrCannotBeStartedIsNoSuccess() throws Exception {
        zone.plan("cat /dev/zero");
        assertThat(home()).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(problem(home()).message()).contains("larger than 4 KiB");

        Files.delete(zone.program());
        ChangeResult result = home();
        assertThat(result).isInstanceOf(ChangeResult.Failed.class);
        assertThat(problem(result).message()).contains("there is no program ");
    }

    @Test
    void withdrawingNeedsToBeSaid() throws Exception {
        Map<String, Object> settings = zone.settings();
        settings.remove("withdraw");

        ChangeResult result = new Publishing(create(settings))
                .publish(Changes.withdraw("home.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(zone.calls()).isEmpty();
    }

    @Test
    @Tag("promise-22")
    void nothingTellsArgumentsOrSecretsAndAccountsAreToldApart() {
        Map<String, Object> settings = zone.settings();
        DnsProvider one = create(settings);
        assertThat(one + one.account() + one.fingerprint()).doesNotContain("c4nary", "--as-it-stands");
        settings.put("secrets", Map.of("TOKEN", "another"));
        assertThat(create(settings).account()).isNotEqualTo(one.account());
        settings.put("command", List.of("/bin/true"));
        assertThat(create(settings).account()).isNotEqualTo(one.account());
    }

    @ParameterizedTest
    @Tag("promise-23")
    @ValueSource(strings = {"DDNS_NAME", "A B", "1A", "", "A=B"})
    void aVariableHasANameOfItsOwn(String name) {
        Map<String, Object> settings = zone.settings();
        settings.put("secrets", Map.of(name, "c4nary-value"));
        assertThatThrownBy(() -> create(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.c.secrets." + name)
                .hasMessageNotContaining("c4nary");
    }

    /** Somebody may write a secret among the arguments all the same. */
    @ParameterizedTest
    @Tag("promise-22")
    @Tag("promise-23")
    @CsvSource({
        "curl -u me:c4nary https://api.example, as in",
        "/no/such.bat|--key=c4nary, batch file",
        "/no/c4nary.cmd, batch file",
        "|--key=c4nary, names no program"
    })
    void aCommandThatIsWrongIsNotShown(String command, String told) {
        Map<String, Object> settings = zone.settings();
        settings.put("command", List.of(command.split("[|]")));

        assertThatThrownBy(() -> create(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.c.command")
                .hasMessageContaining(told)
                .hasMessageNotContaining("c4nary");
    }

    @Test
    @Tag("promise-22")
    void aSecretAsAnArgumentIsRefused() throws IOException {
        Map<String, Object> settings = zone.settings();
        settings.put("command", List.of("/bin/true", Secret.of("c4nary-value")));
        assertThatThrownBy(() -> create(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.c.command")
                .hasMessageNotContaining("c4nary");

        Files.writeString(directory.resolve("secret"), "c4nary-value");
        assertThatThrownBy(() -> UpdaterConfiguration.load(configuration("[\"/bin/true\", \"${file:secret}\"]")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.c.command")
                .hasMessageContaining("list of processes")
                .hasMessageNotContaining("c4nary");
    }

    @Test
    @Tag("promise-23")
    void aConfigurationThatOthersMayWriteNamesNoProgram() throws IOException {
        Path file = configuration("[\"/bin/true\"]");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(UpdaterConfiguration.load(file).records()).hasSize(1);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
        assertThatThrownBy(() -> UpdaterConfiguration.load(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.c.command")
                .hasMessageContaining("chmod go-w " + file);
    }

    private Path configuration(String command) throws IOException {
        return Files.writeString(directory.resolve("ddns.json"), """
                {"detectors": {"own": {"type": "static", "ipv4": "192.0.2.1", "allow": "192.0.2.0/24"}},
                 "providers": {"c": {"type": "command", "command": %s}},
                 "records": [{"name": "home.example.com", "types": ["A"]}]}
                """.formatted(command));
    }
}
