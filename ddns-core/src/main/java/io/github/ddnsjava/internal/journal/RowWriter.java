package io.github.ddnsjava.internal.journal;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes the rows of one save as lines of JSON, which {@link RowReader} reads: whose row it is, then its {@link
 * RowFields}. Not thread-safe.
 */
final class RowWriter {
    private static final int MOST_TEXTS = 1000;

    /** The records of one line changed at the same times to the same addresses, mostly. */
    private final Map<Object, String> texts = new HashMap<>();

    byte[] line(RecordState state) {
        RecordKey key = state.key();
        return Lines.of(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart(RowReader.RECORD);
            json.writeStringField("provider", key.provider());
            json.writeStringField("name", key.name().toString());
            json.writeStringField("type", key.type().name());
            json.writeEndObject();
            RowFields.OF_RECORDS.write(state, json, this);
            json.writeEndObject();
        });
    }

    byte[] line(AccountState state) {
        return Lines.of(json -> {
            json.writeStartObject();
            json.writeStringField(RowReader.ACCOUNT, state.id());
            RowFields.OF_ACCOUNTS.write(state, json, this);
            json.writeEndObject();
        });
    }

    String text(Object value) {
        if (texts.size() >= MOST_TEXTS) {
            texts.clear();
        }
        return texts.computeIfAbsent(value, Object::toString);
    }
}
