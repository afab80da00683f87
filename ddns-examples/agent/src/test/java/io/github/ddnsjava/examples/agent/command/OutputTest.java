package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterHealth.Condition;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.UpdaterHealth.Vital;
import io.github.ddnsjava.UpdaterStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What people read at the end of a run. */
class OutputTest {
    private static Vital vital(Part part, String key, Condition condition, String message) {
        return new Vital(part, key, condition, Optional.of(Instant.EPOCH), message);
    }

    @Test
    void atTheEndOfARunTheBadPartsAreNamedForPeople() {
        UpdaterHealth health = new UpdaterHealth(List.of(
                vital(Part.NETWORK, "", Condition.GOOD, ""),
                vital(Part.DETECTOR, "wan ipv4", Condition.BAD, "no answer"),
                vital(Part.CONFIGURATION, "", Condition.BAD, "ddns.json is not valid JSON")));
        UpdaterStatus status = new UpdaterStatus(
                false,
                false,
                List.of(),
                health,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new UpdaterStatus.Backlog(0, 0, 0),
                List.of(),
                List.of());
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new SchemaVerb()).setOut(new PrintWriter(out));

        new Output(line, false).status(status);

        assertThat(out.toString().lines().skip(1))
                .containsExactly(
                        "The detector wan ipv4 is bad: no answer",
                        "The configuration is bad: ddns.json is not valid JSON");
    }

    /** A full disk, or a reader that has closed its end. */
    private static final class Full extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
        }
    }

    private static Agent runInto(OutputStream out, String... args) {
        StringWriter err = new StringWriter();
        // as in Main: System.out keeps its failures to itself, too
        PrintWriter writer = new PrintWriter(new PrintStream(out), true, StandardCharsets.UTF_8);
        int status = DdnsAgent.execute(settings -> {}, writer, new PrintWriter(err), args);
        return new Agent(status, "", err.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--version",
                "--help",
                "once --help",
                "providers",
                "providers cloudflare --json",
                "schema",
                "init cloudflare home.example.com",
                "service print cron --jar /opt/ddns/ddns-agent.jar"
            })
    void anAnswerThatCannotBeWrittenIsNoSuccess(String line) {
        String[] args = line.split(" ");
        assertThat(Agent.run((Object[]) args).status()).isZero();

        Agent agent = runInto(new Full(), args);

        assertThat(agent.status()).isEqualTo(1);
        assertThat(agent.err()).startsWith("The answer is not complete, because standard output cannot be written");
    }

    @Test
    void aStatusThatSaysMoreThanThatTheAnswerIsLostStays() {
        assertThat(runInto(new Full(), "check", "--json", "--config", "/no/such/file")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void anImportThatCannotBeWrittenLeavesNoSecretBehind(@TempDir Path directory) throws IOException {
        Path theirs = Files.writeString(directory.resolve("theirs"), "protocol=noip login=u password=p h.example.com");
        Path secrets = directory.resolve("secrets");
        String[] args = {"import", "ddclient", theirs.toString(), "--secrets", secrets.toString()};

        assertThat(runInto(new Full(), args).status()).isEqualTo(1);
        assertThat(secrets).doesNotExist();

        assertThat(runInto(OutputStream.nullOutputStream(), args).status()).isZero();
        assertThat(secrets).isNotEmptyDirectory();
    }
}
