package io.github.ddnsjava.internal.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** How the values of one type are written and read. Immutable and thread-safe. */
record Codec<T>(Writer<T> writer, Reader<T> reader) {
    /** Writes a value; {@code row} remembers the texts of former values. */
    @FunctionalInterface
    interface Writer<T> {
        void write(T value, JsonGenerator json, RowWriter row) throws IOException;
    }

    /**
     * Reads a value, and throws a {@link RuntimeException} if it is not as written; {@code row} remembers former values,
     * and of which family the row is.
     */
    @FunctionalInterface
    interface Reader<T> {
        T read(JsonNode node, RowReader row);
    }

    void write(T value, JsonGenerator json, RowWriter row) throws IOException {
        writer.write(value, json, row);
    }

    T read(JsonNode node, RowReader row) {
        return reader.read(node, row);
    }

    static JsonNode require(boolean good, JsonNode node) {
        if (!good) {
            throw new IllegalArgumentException("a " + node.getNodeType() + " is out of place");
        }
        return node;
    }
}
