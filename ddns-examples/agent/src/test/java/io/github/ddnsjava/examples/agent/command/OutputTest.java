package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterHealth.Condition;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.UpdaterHealth.Vital;
import io.github.ddnsjava.UpdaterStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
}
