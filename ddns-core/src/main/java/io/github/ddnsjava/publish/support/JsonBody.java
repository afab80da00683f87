package io.github.ddnsjava.publish.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.internal.JsonFactories;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A JSON object, being put together. Not thread-safe. */
public final class JsonBody {
    private static final JsonMapper MAPPER = JsonFactories.mapper().build();

    private final ObjectNode node;

    /** An empty object. */
    public JsonBody() {
        this(JsonNodeFactory.instance.objectNode());
    }

    private JsonBody(ObjectNode node) {
        this.node = node;
    }

    /**
     * Puts a value: booleans and numbers as such, a {@link Duration} in seconds, a {@link Secret} revealed, lists as
     * arrays, all else (names, addresses) as text.
     */
    public JsonBody put(String name, Object value) {
        if (value instanceof Boolean b) {
            node.put(name, b);
        } else if (value instanceof Integer || value instanceof Long) {
            node.put(name, ((Number) value).longValue());
        } else if (value instanceof Duration duration) {
            node.put(name, duration.toSeconds());
        } else if (value instanceof Secret secret) {
            node.put(name, secret.reveal());
        } else if (value instanceof List) {
            ArrayNode array = node.putArray(name);
            ((List<?>) value).forEach(item -> array.add(item.toString()));
        } else {
            node.put(name, value.toString());
        }
        return this;
    }

    /** Puts an object. */
    public JsonBody object(String name, Consumer<JsonBody> content) {
        content.accept(new JsonBody(node.putObject(name)));
        return this;
    }

    /** Puts an array with one object for each item. */
    public <T> JsonBody array(String name, Iterable<T> items, java.util.function.BiConsumer<JsonBody, T> content) {
        ArrayNode array = node.putArray(name);
        for (T item : items) {
            content.accept(new JsonBody(array.addObject()), item);
        }
        return this;
    }

    /** Returns the JSON text. */
    @Override
    public String toString() {
        try {
            // Not the node's own toString, which leaves Jackson's buffers in this thread.
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new AssertionError("memory can always be written", e);
        }
    }
}
