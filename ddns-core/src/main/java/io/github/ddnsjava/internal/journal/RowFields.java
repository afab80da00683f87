package io.github.ddnsjava.internal.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of all rows of one kind, in the order in which they are written. It is the one list of them: equality,
 * text, and the journal follow it. A field with its usual value is not written. Immutable and thread-safe.
 *
 * @param <R> the rows
 * @param <B> their builders
 */
public final class RowFields<R, B> {
    /** The fields of records. */
    public static final RowFields<RecordState, RecordState.Builder> OF_RECORDS = new RowFields<
                    RecordState, RecordState.Builder>()
            .optional("confirmed", Codecs.ADDRESSES, RecordState::confirmed, (b, v) -> b.confirmed = v)
            .optional("confirmedAt", Codecs.INSTANT, RecordState::confirmedAt, (b, v) -> b.confirmedAt = v)
            .optional("checkedAt", Codecs.INSTANT, RecordState::checkedAt, (b, v) -> b.checkedAt = v)
            .optional("comparedAt", Codecs.INSTANT, RecordState::comparedAt, (b, v) -> b.comparedAt = v)
            .optional("writtenAt", Codecs.INSTANT, RecordState::writtenAt, (b, v) -> b.writtenAt = v)
            .plain("effective", Codecs.ATTRIBUTES, Map.of(), RecordState::effective, (b, v) -> b.effective = v)
            .optional("fingerprint", Codecs.TEXT, RecordState::fingerprint, (b, v) -> b.fingerprint = v)
            .optional("confirmedBy", Codecs.TEXT, RecordState::confirmedBy, (b, v) -> b.confirmedBy = v)
            .optional("inDoubt", Codecs.ADDRESSES, RecordState::inDoubt, (b, v) -> b.inDoubt = v)
            .optional("ticket", Codecs.TICKET, RecordState::ticket, (b, v) -> b.ticket = v)
            .optional("candidate", Codecs.CANDIDATE, RecordState::candidate, (b, v) -> b.candidate = v)
            .optional("notBefore", Codecs.INSTANT, RecordState::notBefore, (b, v) -> b.notBefore = v)
            .optional("waitingSince", Codecs.INSTANT, RecordState::waitingSince, (b, v) -> b.waitingSince = v)
            .plain("attempts", Codecs.COUNT, 0, RecordState::attempts, (b, v) -> b.attempts = v)
            .optional("problem", Codecs.PROBLEM, RecordState::problem, (b, v) -> b.problem = v)
            .optional("troubledSince", Codecs.INSTANT, RecordState::troubledSince, (b, v) -> b.troubledSince = v)
            .optional("heldFingerprint", Codecs.TEXT, RecordState::heldFingerprint, (b, v) -> b.heldFingerprint = v)
            .plain("sequence", Codecs.NUMBER, 0L, RecordState::sequence, (b, v) -> b.sequence = v)
            .optional("absentSince", Codecs.INSTANT, RecordState::absentSince, (b, v) -> b.absentSince = v)
            .plain("history", Codecs.HISTORY, List.of(), RecordState::history, (b, v) -> b.history = v);

    /** The fields of accounts. */
    public static final RowFields<AccountState, AccountState.Builder> OF_ACCOUNTS = new RowFields<
                    AccountState, AccountState.Builder>()
            .optional("notBefore", Codecs.INSTANT, AccountState::notBefore, (b, v) -> b.notBefore = v)
            .optional("waitingSince", Codecs.INSTANT, AccountState::waitingSince, (b, v) -> b.waitingSince = v)
            .plain("attempts", Codecs.COUNT, 0, AccountState::attempts, (b, v) -> b.attempts = v)
            .optional("problem", Codecs.PROBLEM, AccountState::problem, (b, v) -> b.problem = v)
            .optional("heldFingerprint", Codecs.TEXT, AccountState::heldFingerprint, (b, v) -> b.heldFingerprint = v)
            .plain("tokens", Codecs.DECIMAL, 0.0, AccountState::tokens, (b, v) -> b.tokens = v)
            .plain("moreTokens", Codecs.DECIMALS, List.of(), AccountState::moreTokens, (b, v) -> b.moreTokens = v)
            .optional("tokensAt", Codecs.INSTANT, AccountState::tokensAt, (b, v) -> b.tokensAt = v);

    private final List<Field<R, B, ?>> fields = new ArrayList<>();

    private RowFields() {}

    /**
     * One field.
     *
     * @param value its value in a row
     * @param written that value where it is not the usual one
     */
    private record Field<R, B, T>(
            String name,
            Codec<T> codec,
            Function<R, ?> value,
            Function<R, Optional<T>> written,
            BiConsumer<B, T> setter) {
        boolean isEqual(R one, R other) {
            Object mine = value.apply(one);
            Object others = value.apply(other);
            return mine == others || mine.equals(others);
        }

        void write(R row, JsonGenerator json, RowWriter writer) throws IOException {
            Optional<T> present = written.apply(row);
            if (present.isPresent()) {
                json.writeFieldName(name);
                codec.write(present.get(), json, writer);
            }
        }

        void read(JsonNode node, RowReader reader, B row) {
            setter.accept(row, codec.read(node, reader));
        }
    }

    private <T> RowFields<R, B> optional(
            String name, Codec<T> codec, Function<R, Optional<T>> value, BiConsumer<B, Optional<T>> setter) {
        fields.add(new Field<>(name, codec, value, value, (row, read) -> setter.accept(row, Optional.of(read))));
        return this;
    }

    private <T> RowFields<R, B> plain(
            String name, Codec<T> codec, T usual, Function<R, T> value, BiConsumer<B, T> setter) {
        fields.add(new Field<>(
                name,
                codec,
                value,
                row -> {
                    T present = value.apply(row);
                    return present.equals(usual) ? Optional.empty() : Optional.of(present);
                },
                setter));
        return this;
    }

    /** Tells whether two rows have the same values. */
    public boolean equal(R one, R other) {
        if (one == other) {
            return true;
        }
        for (Field<R, B, ?> field : fields) {
            if (!field.isEqual(one, other)) {
                return false;
            }
        }
        return true;
    }

    /** Returns a hash code of a row's values. */
    public int hash(R row) {
        int hash = 1;
        for (Field<R, B, ?> field : fields) {
            hash = 31 * hash + field.value().apply(row).hashCode();
        }
        return hash;
    }

    /** Returns a row's values for people, without the usual ones. */
    public String text(R row) {
        return fields.stream()
                .flatMap(field -> field.written().apply(row).stream().map(value -> field.name() + "=" + value))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Writes a row's values into the JSON object that was begun. */
    void write(R row, JsonGenerator json, RowWriter writer) throws IOException {
        for (Field<R, B, ?> field : fields) {
            field.write(row, json, writer);
        }
    }

    /**
     * Reads a row's values.
     *
     * @param key the field that says whose row it is, which was read already
     */
    void read(JsonNode node, String key, RowReader reader, B row) {
        int known = node.has(key) ? 1 : 0;
        for (Field<R, B, ?> field : fields) {
            JsonNode value = node.get(field.name());
            if (value != null) {
                known++;
                if (!value.isNull()) {
                    field.read(value, reader, row);
                }
            }
        }
        if (known < node.size()) {
            node.fieldNames().forEachRemaining(name -> {
                if (!name.equals(key)
                        && fields.stream().noneMatch(field -> field.name().equals(name))) {
                    reader.unknownFields().add(name);
                }
            });
        }
    }
}
