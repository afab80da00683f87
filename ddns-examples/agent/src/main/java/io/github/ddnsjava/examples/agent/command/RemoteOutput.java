package io.github.ddnsjava.examples.agent.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.examples.agent.action.Answer;
import io.github.ddnsjava.examples.agent.action.Operation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.ExitCode;

/** Prints what the running agent answered: as it is, or for people. */
final class RemoteOutput {
    private static final Set<String> RIGHT = Set.of(
            Outcome.UNCHANGED.toString(),
            Outcome.CREATED.toString(),
            Outcome.UPDATED.toString(),
            Outcome.WITHDRAWN.toString());

    private final Output output;

    RemoteOutput(Output output) {
        this.output = output;
    }

    int failed(String kind, String message) {
        return output.failed(kind, message);
    }

    int print(Operation operation, Answer answer) {
        if (operation == Operation.STATUS && answer.isGood()) {
            return status(answer.body());
        } else if (!answer.isGood()) {
            JsonNode error = answer.body().path("error");
            return failed(error.path("kind").asText(), error.path("message").asText());
        }
        output.answer(answer.body(), answer.body().path("outcome").asText());
        return ExitCode.OK;
    }

    int status(ObjectNode status) {
        Table table = new Table("NAME", "TYPE", "PROVIDER", "OUTCOME", "ADDRESSES", "");
        boolean right = true;
        for (JsonNode record : status.path("records")) {
            List<String> addresses = new ArrayList<>();
            record.path("addresses").forEach(address -> addresses.add(address.asText()));
            List<String> notes = new ArrayList<>();
            JsonNode error = record.path("error");
            if (error.isObject()) {
                notes.add(error.path("kind").asText() + ": "
                        + error.path("message").asText());
            }
            if (record.has("outOfSyncSince")) {
                notes.add("since " + toSecond(record.path("outOfSyncSince")));
            }
            if (record.has("notBefore")) {
                notes.add("not before " + toSecond(record.path("notBefore")));
            }
            table.row(
                    record.path("name").asText(),
                    record.path("type").asText(),
                    record.path("provider").asText(),
                    record.path("outcome").asText(),
                    addresses.isEmpty() ? "-" : String.join(" ", addresses),
                    String.join("; ", notes));
            right &= isRight(record.path("outcome").asText(), error.path("kind").asText(), addresses.isEmpty());
        }
        String title = status.path("running").asBoolean()
                ? status.path("paused").asBoolean() ? "The agent is paused." : "The agent is running."
                : "No agent is running. This is what its state says.";
        output.answer(status, title + leaders(status.path("groups")) + System.lineSeparator() + table);
        return right ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Tells who leads, in a cluster. */
    private static String leaders(JsonNode groups) {
        if (groups.isEmpty()) {
            return "";
        }
        Map<String, Integer> led = new TreeMap<>();
        for (JsonNode group : groups) {
            String leader = group.path("ours").asBoolean()
                    ? "this node"
                    : group.has("leader") ? "node " + group.path("leader").asText() : "no known node";
            led.merge(leader, 1, Integer::sum);
        }
        return led.entrySet().stream()
                .map(each -> each.getKey()
                        + (groups.size() == 1 ? "" : " (" + each.getValue() + " of " + groups.size() + " groups)"))
                .collect(Collectors.joining(", ", " In the cluster lead" + (led.size() == 1 ? "s: " : ": "), "."));
    }

    private static Instant toSecond(JsonNode time) {
        return Instant.parse(time.asText()).truncatedTo(ChronoUnit.SECONDS);
    }

    /** As {@link io.github.ddnsjava.RecordReport#isRight}. */
    private static boolean isRight(String outcome, String problem, boolean withoutAddress) {
        return RIGHT.contains(outcome)
                || outcome.equals(Outcome.HELD.toString())
                        && (problem.equals(ProblemKind.DISABLED.toString())
                                || problem.equals(ProblemKind.LED_ELSEWHERE.toString())
                                || problem.equals(ProblemKind.NO_ADDRESS.toString()) && withoutAddress);
    }
}
