package io.github.ddnsjava.internal.journal;

import static io.github.ddnsjava.internal.journal.Codec.require;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.remember.RecordState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** How the types of all fields are written and read. */
final class Codecs {
    private static final int MAX_MESSAGE = 4000;

    static final Codec<String> TEXT =
            new Codec<>((text, json, row) -> json.writeString(text), (node, row) -> text(node));

    static final Codec<Instant> INSTANT =
            new Codec<>((time, json, row) -> json.writeString(row.text(time)), (node, row) -> row.instant(text(node)));

    static final Codec<Integer> COUNT = new Codec<>(
            (count, json, row) -> json.writeNumber(count), (node, row) -> (int) number(node, Integer.MAX_VALUE));

    static final Codec<Long> NUMBER =
            new Codec<>((number, json, row) -> json.writeNumber(number), (node, row) -> number(node, Long.MAX_VALUE));

    static final Codec<Double> DECIMAL = new Codec<>(
            (number, json, row) -> json.writeNumber(number),
            (node, row) -> require(node.isNumber(), node).doubleValue());

    static final Codec<List<Double>> DECIMALS = new Codec<>(
            (numbers, json, row) -> writeDecimals(numbers, json),
            (node, row) -> list(node, item -> DECIMAL.read(item, row)));

    static final Codec<Set<IpAddress>> ADDRESSES = new Codec<>(Codecs::writeAddresses, Codecs::readAddresses);

    static final Codec<RecordState.Candidate> CANDIDATE = new Codec<>(Codecs::writeCandidate, Codecs::readCandidate);

    static final Codec<RecordState.Ticket> TICKET = new Codec<>(Codecs::writeTicket, Codecs::readTicket);

    static final Codec<Problem> PROBLEM = new Codec<>(Codecs::writeProblem, (node, row) -> readProblem(node));

    static final Codec<Map<String, Object>> ATTRIBUTES = new Codec<>(
            (attributes, json, row) -> writeAttributes(attributes, json), (node, row) -> readAttributes(node));

    static final Codec<List<RecordState.AddressChange>> HISTORY =
            new Codec<>(Codecs::writeHistory, (node, row) -> list(node, item -> row.change(text(item))));

    private Codecs() {}

    private static void writeAddresses(Set<IpAddress> addresses, JsonGenerator json, RowWriter row) throws IOException {
        json.writeStartArray();
        for (IpAddress address : sorted(addresses)) {
            json.writeString(row.text(address));
        }
        json.writeEndArray();
    }

    private static Set<IpAddress> readAddresses(JsonNode node, RowReader row) {
        return new TreeSet<>(list(node, item -> row.ofFamily(IpAddress.parse(text(item)))));
    }

    private static Collection<IpAddress> sorted(Set<IpAddress> addresses) {
        return addresses.size() > 1 ? new TreeSet<>(addresses) : addresses;
    }

    private static void writeCandidate(RecordState.Candidate candidate, JsonGenerator json, RowWriter row)
            throws IOException {
        json.writeStartObject();
        json.writeFieldName("addresses");
        ADDRESSES.write(candidate.addresses(), json, row);
        json.writeNumberField("readings", candidate.readings());
        json.writeStringField("since", row.text(candidate.since()));
        json.writeEndObject();
    }

    private static RecordState.Candidate readCandidate(JsonNode node, RowReader row) {
        return new RecordState.Candidate(
                ADDRESSES.read(field(node, "addresses").orElseThrow(), row),
                field(node, "readings").map(count -> COUNT.read(count, row)).orElse(0),
                INSTANT.read(field(node, "since").orElseThrow(), row));
    }

    private static void writeTicket(RecordState.Ticket ticket, JsonGenerator json, RowWriter row) throws IOException {
        json.writeStartObject();
        json.writeStringField("text", ticket.text());
        json.writeFieldName("addresses");
        ADDRESSES.write(ticket.addresses(), json, row);
        json.writeStringField("fingerprint", ticket.fingerprint());
        json.writeStringField("since", row.text(ticket.since()));
        json.writeEndObject();
    }

    private static RecordState.Ticket readTicket(JsonNode node, RowReader row) {
        return new RecordState.Ticket(
                text(field(node, "text").orElseThrow()),
                ADDRESSES.read(field(node, "addresses").orElseThrow(), row),
                text(field(node, "fingerprint").orElseThrow()),
                INSTANT.read(field(node, "since").orElseThrow(), row));
    }

    private static void writeDecimals(List<Double> numbers, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (double number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    private static void writeProblem(Problem problem, JsonGenerator json, RowWriter row) throws IOException {
        String message = problem.message();
        json.writeStartObject();
        json.writeStringField("kind", problem.kind().toString());
        json.writeStringField("message", message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE));
        if (problem.retryAfter().isPresent()) {
            json.writeStringField("retryAfter", row.text(problem.retryAfter().get()));
        }
        if (problem.scope() != ProblemScope.RECORD) {
            json.writeStringField("scope", problem.scope().name().toLowerCase(Locale.ROOT));
        }
        json.writeEndObject();
    }

    private static Problem readProblem(JsonNode node) {
        return new Problem(
                kind(text(field(node, "kind").orElseThrow())),
                text(field(node, "message").orElseThrow()),
                field(node, "retryAfter").map(Codecs::text).map(Duration::parse),
                scope(node));
    }

    /**
     * A kind that a later version added is read as one that by itself neither ends nor lengthens anything: the row's
     * wait and hold stay.
     */
    private static ProblemKind kind(String word) {
        return Arrays.stream(ProblemKind.values())
                .filter(kind -> kind.toString().equals(word))
                .findFirst()
                .orElse(ProblemKind.PROTOCOL);
    }

    /** Files of before scopes had names say only whether the whole account is concerned. */
    private static ProblemScope scope(JsonNode problem) {
        boolean wholeAccount = field(problem, "wholeAccount").map(Codecs::flag).orElse(false);
        return field(problem, "scope")
                .map(word -> ProblemScope.valueOf(text(word).toUpperCase(Locale.ROOT)))
                .orElse(wholeAccount ? ProblemScope.ACCOUNT : ProblemScope.RECORD);
    }

    /** Writes each value under the name of its type: a duration and a text would look alike. */
    private static void writeAttributes(Map<String, Object> attributes, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, Object> attribute : new TreeMap<>(attributes).entrySet()) {
            Object value = attribute.getValue();
            json.writeObjectFieldStart(attribute.getKey());
            if (value instanceof Duration) {
                json.writeStringField("duration", value.toString());
            } else if (value instanceof Boolean flag) {
                json.writeBooleanField("flag", flag);
            } else if (value instanceof String text) {
                json.writeStringField("text", text);
            } else if (value instanceof List<?> texts) {
                json.writeArrayFieldStart("texts");
                for (Object text : texts) {
                    json.writeString(text.toString());
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static Map<String, Object> readAttributes(JsonNode node) {
        Map<String, Object> attributes = new HashMap<>();
        require(node.isObject(), node).properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            Consumer<Object> put = read -> attributes.put(entry.getKey(), read);
            field(value, "duration").map(Codecs::text).map(Duration::parse).ifPresent(put);
            field(value, "flag").map(Codecs::flag).ifPresent(put);
            field(value, "text").map(Codecs::text).ifPresent(put);
            field(value, "texts").map(texts -> list(texts, Codecs::text)).ifPresent(put);
        });
        return attributes;
    }

    /** Most of a row: each change is one short text, its time and its addresses. */
    private static void writeHistory(List<RecordState.AddressChange> changes, JsonGenerator json, RowWriter row)
            throws IOException {
        json.writeStartArray();
        for (RecordState.AddressChange change : changes) {
            StringBuilder line = new StringBuilder(row.text(change.at()));
            for (IpAddress address : sorted(change.addresses())) {
                line.append(' ').append(row.text(address));
            }
            json.writeString(line.toString());
        }
        json.writeEndArray();
    }

    static Optional<JsonNode> field(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    static String text(JsonNode node) {
        return require(node.isTextual(), node).textValue();
    }

    private static boolean flag(JsonNode node) {
        return require(node.isBoolean(), node).booleanValue();
    }

    private static long number(JsonNode node, long max) {
        long number = require(node.isIntegralNumber() && node.canConvertToLong(), node)
                .longValue();
        if (number < 0 || number > max) {
            throw new IllegalArgumentException(number + " is out of range");
        }
        return number;
    }

    private static <T> List<T> list(JsonNode node, Function<JsonNode, T> item) {
        List<T> items = new ArrayList<>(node.size());
        for (JsonNode each : require(node.isArray(), node)) {
            items.add(item.apply(each));
        }
        return items;
    }
}
