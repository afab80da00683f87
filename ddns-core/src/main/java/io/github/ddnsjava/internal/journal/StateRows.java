package io.github.ddnsjava.internal.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Rows as JSON, and back. What is absent is not written, so that rows stay short; fields that are not known are
 * ignored, so that a later version may add some. Anything else that is not as written makes the row unreadable: half a
 * row could lead to a wrong write.
 */
final class StateRows {
    /** The field that only rows of accounts have. */
    static final String ACCOUNT = "account";

    private static final int MAX_MESSAGE = 4000;

    private StateRows() {}

    static ObjectNode write(RecordState state) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.putObject("record")
                .put("provider", state.key().provider())
                .put("name", state.key().name().toString())
                .put("type", state.key().type().name());
        state.confirmed().ifPresent(set -> putAddresses(row, "confirmed", set));
        put(row, "confirmedAt", state.confirmedAt());
        put(row, "checkedAt", state.checkedAt());
        put(row, "comparedAt", state.comparedAt());
        put(row, "writtenAt", state.writtenAt());
        if (!state.effective().isEmpty()) {
            putAttributes(row.putObject("effective"), state.effective());
        }
        put(row, "fingerprint", state.fingerprint());
        state.inDoubt().ifPresent(set -> putAddresses(row, "inDoubt", set));
        state.candidate().ifPresent(candidate -> {
            ObjectNode node = row.putObject("candidate");
            putAddresses(node, "addresses", candidate.addresses());
            node.put("readings", candidate.readings())
                    .put("since", candidate.since().toString());
        });
        putTrouble(row, state.notBefore(), state.attempts(), state.problem(), state.heldFingerprint());
        row.put("sequence", state.sequence());
        put(row, "absentSince", state.absentSince());
        if (!state.history().isEmpty()) {
            var history = row.putArray("history");
            for (RecordState.Change change : state.history()) {
                ObjectNode node = history.addObject().put("at", change.at().toString());
                putAddresses(node, "addresses", change.addresses());
            }
        }
        return row;
    }

    static ObjectNode write(AccountState state) {
        ObjectNode row = JsonNodeFactory.instance.objectNode().put(ACCOUNT, state.id());
        putTrouble(row, state.notBefore(), state.attempts(), state.problem(), state.heldFingerprint());
        row.put("tokens", state.tokens());
        put(row, "tokensAt", state.tokensAt());
        return row;
    }

    private static void put(ObjectNode node, String name, Optional<?> value) {
        value.ifPresent(v -> node.put(name, v.toString()));
    }

    private static void putAddresses(ObjectNode node, String name, Set<IpAddress> addresses) {
        var array = node.putArray(name);
        new TreeSet<>(addresses).forEach(address -> array.add(address.toString()));
    }

    private static void putTrouble(
            ObjectNode row,
            Optional<Instant> notBefore,
            int attempts,
            Optional<Problem> problem,
            Optional<String> heldFingerprint) {
        put(row, "notBefore", notBefore);
        if (attempts != 0) {
            row.put("attempts", attempts);
        }
        problem.ifPresent(p -> {
            String message = p.message();
            ObjectNode node = row.putObject("problem").put("kind", p.kind().toString());
            node.put("message", message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE));
            put(node, "retryAfter", p.retryAfter());
            if (p.wholeAccount()) {
                node.put("wholeAccount", true);
            }
        });
        put(row, "heldFingerprint", heldFingerprint);
    }

    /** Writes each value under the name of its type: a duration and a text would look alike. */
    private static void putAttributes(ObjectNode node, Map<String, Object> attributes) {
        new TreeMap<>(attributes).forEach((name, value) -> {
            if (value instanceof Duration) {
                node.putObject(name).put("duration", value.toString());
            } else if (value instanceof Boolean flag) {
                node.putObject(name).put("flag", flag);
            } else if (value instanceof String text) {
                node.putObject(name).put("text", text);
            } else if (value instanceof List<?> texts) {
                var array = node.putObject(name).putArray("texts");
                texts.forEach(text -> array.add(text.toString()));
            }
        });
    }

    /**
     * Reads the row of a record.
     *
     * @throws RuntimeException if it is not one
     */
    static RecordState readRecord(JsonNode row) {
        JsonNode id = row.path("record");
        RecordKey key = new RecordKey(
                text(id, "provider").orElseThrow(),
                DnsName.of(text(id, "name").orElseThrow()),
                RecordType.valueOf(text(id, "type").orElseThrow()));
        IpFamily family = key.type().family();
        return RecordState.unknown(key).with(state -> {
            state.confirmed = addresses(row, "confirmed", family);
            state.confirmedAt = instant(row, "confirmedAt");
            state.checkedAt = instant(row, "checkedAt");
            state.comparedAt = instant(row, "comparedAt");
            state.writtenAt = instant(row, "writtenAt");
            state.effective = attributes(row.path("effective"));
            state.fingerprint = text(row, "fingerprint");
            state.inDoubt = addresses(row, "inDoubt", family);
            state.candidate = field(row, "candidate")
                    .map(node -> new RecordState.Candidate(
                            addresses(node, "addresses", family).orElseThrow(),
                            count(node, "readings"),
                            instant(node, "since").orElseThrow()));
            state.notBefore = instant(row, "notBefore");
            state.attempts = count(row, "attempts");
            state.problem = problem(row);
            state.heldFingerprint = text(row, "heldFingerprint");
            state.sequence = number(row, "sequence", Long.MAX_VALUE);
            state.absentSince = instant(row, "absentSince");
            List<RecordState.Change> history = new ArrayList<>();
            each(
                    row,
                    "history",
                    node -> history.add(new RecordState.Change(
                            instant(node, "at").orElseThrow(),
                            addresses(node, "addresses", family).orElseThrow())));
            state.history = history;
        });
    }

    /**
     * Reads the row of an account.
     *
     * @throws RuntimeException if it is not one
     */
    static AccountState readAccount(JsonNode row) {
        return new AccountState(
                text(row, ACCOUNT).orElseThrow(),
                instant(row, "notBefore"),
                count(row, "attempts"),
                problem(row),
                text(row, "heldFingerprint"),
                field(row, "tokens")
                        .map(node -> require(node.isNumber(), node).doubleValue())
                        .orElse(0.0),
                instant(row, "tokensAt"));
    }

    private static Optional<Problem> problem(JsonNode row) {
        return field(row, "problem")
                .map(node -> new Problem(
                        ProblemKind.of(text(node, "kind").orElseThrow()),
                        text(node, "message").orElseThrow(),
                        text(node, "retryAfter").map(Duration::parse),
                        field(node, "wholeAccount")
                                .map(flag -> require(flag.isBoolean(), flag).booleanValue())
                                .orElse(false)));
    }

    private static Map<String, Object> attributes(JsonNode node) {
        Map<String, Object> attributes = new HashMap<>();
        node.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            text(value, "duration").ifPresent(text -> attributes.put(name, Duration.parse(text)));
            field(value, "flag")
                    .ifPresent(flag ->
                            attributes.put(name, require(flag.isBoolean(), flag).booleanValue()));
            text(value, "text").ifPresent(text -> attributes.put(name, text));
            if (value.has("texts")) {
                List<String> texts = new ArrayList<>();
                each(
                        value,
                        "texts",
                        text -> texts.add(require(text.isTextual(), text).textValue()));
                attributes.put(name, List.copyOf(texts));
            }
        });
        return attributes;
    }

    private static Optional<Set<IpAddress>> addresses(JsonNode node, String name, IpFamily family) {
        if (field(node, name).isEmpty()) {
            return Optional.empty();
        }
        Set<IpAddress> addresses = new TreeSet<>();
        each(node, name, item -> {
            IpAddress address = IpAddress.parse(require(item.isTextual(), item).textValue());
            require(address.family() == family, item);
            addresses.add(address);
        });
        return Optional.of(addresses);
    }

    private static void each(JsonNode node, String name, Consumer<JsonNode> action) {
        field(node, name).ifPresent(array -> require(array.isArray(), array).forEach(action));
    }

    private static Optional<Instant> instant(JsonNode node, String name) {
        return text(node, name).map(Instant::parse);
    }

    private static Optional<String> text(JsonNode node, String name) {
        return field(node, name).map(value -> require(value.isTextual(), value).textValue());
    }

    private static int count(JsonNode node, String name) {
        return (int) number(node, name, Integer.MAX_VALUE);
    }

    private static long number(JsonNode node, String name, long max) {
        long number = field(node, name)
                .map(value -> require(value.isIntegralNumber() && value.canConvertToLong(), value)
                        .longValue())
                .orElse(0L);
        if (number < 0 || number > max) {
            throw new IllegalArgumentException(name + " is out of range");
        }
        return number;
    }

    private static Optional<JsonNode> field(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    private static JsonNode require(boolean good, JsonNode node) {
        if (!good) {
            throw new IllegalArgumentException("a " + node.getNodeType() + " is out of place");
        }
        return node;
    }
}
