package io.github.ddnsjava.internal.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Reads the rows of one generation, as {@link RowWriter} wrote them. Fields that are not known are ignored, so that a
 * later version may add some. Any other deviation makes the row unreadable, because half a row could lead to a wrong
 * write. Not thread-safe.
 */
final class RowReader {
    /** The field that only rows of accounts have. */
    static final String ACCOUNT = "account";

    /** The rows of one record tell nearly the same history, again and again. */
    private final Map<String, RecordState.AddressChange> changes = new HashMap<>();

    private final Map<String, Instant> instants = new HashMap<>();

    /**
     * Reads the row of a record.
     *
     * @throws RuntimeException if it is not one
     */
    RecordState readRecord(JsonNode row) {
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
            state.waitingSince = instant(row, "waitingSince");
            state.attempts = count(row, "attempts");
            state.problem = problem(row);
            state.heldFingerprint = text(row, "heldFingerprint");
            state.sequence = number(row, "sequence", Long.MAX_VALUE);
            state.absentSince = instant(row, "absentSince");
            List<RecordState.AddressChange> history = new ArrayList<>();
            each(row, "history", node -> history.add(change(node, family)));
            state.history = history;
        });
    }

    /**
     * Reads the row of an account.
     *
     * @throws RuntimeException if it is not one
     */
    AccountState readAccount(JsonNode row) {
        return new AccountState(
                text(row, ACCOUNT).orElseThrow(),
                instant(row, "notBefore"),
                instant(row, "waitingSince"),
                count(row, "attempts"),
                problem(row),
                text(row, "heldFingerprint"),
                field(row, "tokens")
                        .map(node -> require(node.isNumber(), node).doubleValue())
                        .orElse(0.0),
                instant(row, "tokensAt"));
    }

    private RecordState.AddressChange change(JsonNode node, IpFamily family) {
        String text = require(node.isTextual(), node).textValue();
        RecordState.AddressChange change = changes.computeIfAbsent(text, RowReader::change);
        change.addresses().forEach(address -> require(address.family() == family, node));
        return change;
    }

    private static RecordState.AddressChange change(String text) {
        String[] words = text.split(" ", -1);
        Set<IpAddress> addresses = new HashSet<>();
        for (int i = 1; i < words.length; i++) {
            addresses.add(IpAddress.parse(words[i]));
        }
        return new RecordState.AddressChange(Instant.parse(words[0]), addresses);
    }

    private static Optional<Problem> problem(JsonNode row) {
        return field(row, "problem")
                .map(node -> new Problem(
                        ProblemKind.of(text(node, "kind").orElseThrow()),
                        text(node, "message").orElseThrow(),
                        text(node, "retryAfter").map(Duration::parse),
                        scope(node)));
    }

    /** Old files do not contain the scope. They say only whether the whole account is concerned. */
    private static ProblemScope scope(JsonNode problem) {
        boolean wholeAccount = field(problem, "wholeAccount")
                .map(flag -> require(flag.isBoolean(), flag).booleanValue())
                .orElse(false);
        return text(problem, "scope")
                .map(word -> ProblemScope.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(wholeAccount ? ProblemScope.ACCOUNT : ProblemScope.RECORD);
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

    private Optional<Instant> instant(JsonNode node, String name) {
        return text(node, name).map(text -> instants.computeIfAbsent(text, Instant::parse));
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
