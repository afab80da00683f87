package io.github.ddnsjava.internal.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes the rows of one save as lines of JSON, which {@link RowReader} reads. What is absent is not written, so that
 * rows stay short. Not thread-safe.
 */
final class RowWriter {
    private static final int MAX_MESSAGE = 4000;

    private static final int MOST_TEXTS = 1000;

    /** The records of one line changed at the same times to the same addresses, mostly. */
    private final Map<Object, String> texts = new HashMap<>();

    byte[] line(RecordState state) {
        return Lines.of(json -> write(json, state));
    }

    byte[] line(AccountState state) {
        return Lines.of(json -> write(json, state));
    }

    private String text(Object value) {
        if (texts.size() >= MOST_TEXTS) {
            texts.clear();
        }
        return texts.computeIfAbsent(value, Object::toString);
    }

    private void write(JsonGenerator json, RecordState state) throws IOException {
        json.writeStartObject();
        write(json, state.key());
        write(json, "confirmed", state.confirmed());
        put(json, "confirmedAt", state.confirmedAt());
        put(json, "checkedAt", state.checkedAt());
        put(json, "comparedAt", state.comparedAt());
        put(json, "writtenAt", state.writtenAt());
        write(json, state.effective());
        put(json, "fingerprint", state.fingerprint());
        write(json, "inDoubt", state.inDoubt());
        if (state.candidate().isPresent()) {
            RecordState.Candidate candidate = state.candidate().get();
            json.writeObjectFieldStart("candidate");
            write(json, "addresses", Optional.of(candidate.addresses()));
            json.writeNumberField("readings", candidate.readings());
            json.writeStringField("since", text(candidate.since()));
            json.writeEndObject();
        }
        put(json, "notBefore", state.notBefore());
        put(json, "waitingSince", state.waitingSince());
        write(json, state.attempts(), state.problem(), state.heldFingerprint());
        json.writeNumberField("sequence", state.sequence());
        put(json, "absentSince", state.absentSince());
        write(json, "history", state.history());
        json.writeEndObject();
    }

    private void write(JsonGenerator json, AccountState state) throws IOException {
        json.writeStartObject();
        json.writeStringField(RowReader.ACCOUNT, state.id());
        put(json, "notBefore", state.notBefore());
        put(json, "waitingSince", state.waitingSince());
        write(json, state.attempts(), state.problem(), state.heldFingerprint());
        json.writeNumberField("tokens", state.tokens());
        put(json, "tokensAt", state.tokensAt());
        json.writeEndObject();
    }

    private void write(JsonGenerator json, RecordKey key) throws IOException {
        json.writeObjectFieldStart("record");
        json.writeStringField("provider", key.provider());
        json.writeStringField("name", key.name().toString());
        json.writeStringField("type", key.type().name());
        json.writeEndObject();
    }

    private void put(JsonGenerator json, String name, Optional<?> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, text(value.get()));
        }
    }

    private void write(JsonGenerator json, String name, Optional<Set<IpAddress>> addresses) throws IOException {
        if (addresses.isPresent()) {
            json.writeArrayFieldStart(name);
            for (IpAddress address : sorted(addresses.get())) {
                json.writeString(text(address));
            }
            json.writeEndArray();
        }
    }

    /** Most of a row: each change is one short text, its time and its addresses. */
    private void write(JsonGenerator json, String name, List<RecordState.AddressChange> changes) throws IOException {
        if (!changes.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (RecordState.AddressChange change : changes) {
                StringBuilder line = new StringBuilder(text(change.at()));
                sorted(change.addresses()).forEach(address -> line.append(' ').append(text(address)));
                json.writeString(line.toString());
            }
            json.writeEndArray();
        }
    }

    private static Collection<IpAddress> sorted(Set<IpAddress> addresses) {
        return addresses.size() > 1 ? new TreeSet<>(addresses) : addresses;
    }

    private void write(JsonGenerator json, int attempts, Optional<Problem> problem, Optional<String> heldFingerprint)
            throws IOException {
        if (attempts != 0) {
            json.writeNumberField("attempts", attempts);
        }
        if (problem.isPresent()) {
            write(json, problem.get());
        }
        put(json, "heldFingerprint", heldFingerprint);
    }

    private void write(JsonGenerator json, Problem problem) throws IOException {
        String message = problem.message();
        json.writeObjectFieldStart("problem");
        json.writeStringField("kind", problem.kind().toString());
        json.writeStringField("message", message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE));
        put(json, "retryAfter", problem.retryAfter());
        if (problem.scope() != ProblemScope.RECORD) {
            json.writeStringField("scope", problem.scope().name().toLowerCase(Locale.ROOT));
        }
        json.writeEndObject();
    }

    /** Writes each value under the name of its type, because a duration and a text would look alike. */
    private void write(JsonGenerator json, Map<String, Object> attributes) throws IOException {
        if (attributes.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("effective");
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
}
