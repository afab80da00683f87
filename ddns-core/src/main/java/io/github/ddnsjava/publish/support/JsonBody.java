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

/** Builds a JSON object for a request. Not thread-safe. */
public final class JsonBody {
    private static final JsonMapper MAPPER = JsonFactories.mapper().build();

    private final ObjectNode node;

    /** Creates an empty object. */
    public JsonBody() {
        this(JsonNodeFactory.instance.objectNode());
    }

    private JsonBody(ObjectNode node) {
        this.node = node;
    }

    /**
     * Puts a value. Booleans and whole numbers keep their type. A {@link Duration} is written in seconds. A {@link
     * Secret} is revealed. A list becomes an array of texts. Everything else, such as names and addresses, becomes
     * text.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if a secret cannot be read
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

    /** Puts an object that {@code content} fills. */
    public JsonBody object(String name, Consumer<JsonBody> content) {
        content.accept(new JsonBody(node.putObject(name)));
        return this;
    }

    /** Puts an array with one object for each item. {@code content} fills these objects. */
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
