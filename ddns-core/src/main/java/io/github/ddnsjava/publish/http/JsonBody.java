package io.github.ddnsjava.publish.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.internal.JsonTree;
import io.github.ddnsjava.json.JsonReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Builds a JSON object for a request. Not thread-safe. */
public final class JsonBody {
    private final ObjectNode node;
    /** Returns the text of a value; a secret is read. */
    private final Function<Object, String> text;

    JsonBody(Function<Object, String> text) {
        this(JsonNodeFactory.instance.objectNode(), text);
    }

    private JsonBody(ObjectNode node, Function<Object, String> text) {
        this.node = node;
        this.text = text;
    }

    /** Returns an empty object, for a request that is not one of a provider. */
    public static JsonBody of() {
        return new JsonBody(JsonBody::plain);
    }

    /**
     * Returns an object with the members of one that was read, to be changed and sent back.
     *
     * @throws io.github.ddnsjava.exception.ProtocolException if it is no object
     */
    public static JsonBody of(JsonReader object) {
        JsonBody body = of();
        object.members().forEach(body::put);
        return body;
    }

    private static String plain(Object value) {
        return value instanceof Secret secret ? secret.reveal() : value.toString();
    }

    /**
     * Puts a value. Booleans and numbers keep their type. A {@link Duration} is written in seconds. A {@link
     * io.github.ddnsjava.config.Secret} is revealed. What a {@link JsonReader} has read is repeated. A list becomes
     * an array and a map an object, with the same rules for what is in them. Everything else, such as names and addresses,
     * becomes text.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if a secret cannot be read
     */
    public JsonBody put(String name, Object value) {
        node.set(name, json(value));
        return this;
    }

    /** Puts a value, by the same rules, if there is one. */
    public JsonBody put(String name, Optional<?> value) {
        value.ifPresent(given -> put(name, given));
        return this;
    }

    /** Puts a null. */
    public JsonBody putNull(String name) {
        node.putNull(name);
        return this;
    }

    void remove(String name) {
        node.remove(name);
    }

    private JsonNode json(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof Boolean b) {
            return nodes.booleanNode(b);
        } else if (value instanceof Integer || value instanceof Long) {
            return nodes.numberNode(((Number) value).longValue());
        } else if (value instanceof Double decimal) {
            return nodes.numberNode(decimal);
        } else if (value instanceof Duration duration) {
            return nodes.numberNode(duration.toSeconds());
        } else if (value instanceof List<?> items) {
            ArrayNode array = nodes.arrayNode();
            items.forEach(item -> array.add(json(item)));
            return array;
        } else if (value instanceof Map<?, ?> members) {
            ObjectNode object = nodes.objectNode();
            members.forEach((name, member) -> object.set(String.valueOf(name), json(member)));
            return object;
        }
        return value instanceof JsonReader read ? copy(read) : nodes.textNode(text.apply(value));
    }

    private static JsonNode copy(JsonReader read) {
        try (JsonParser parser = JsonTree.factory().createParser(read.json())) {
            return JsonTree.one(parser);
        } catch (IOException e) {
            throw new AssertionError("what was read can be read", e);
        }
    }

    /** Puts an object that {@code content} fills. One that is there already is filled further. */
    public JsonBody object(String name, Consumer<JsonBody> content) {
        ObjectNode inner = node.get(name) instanceof ObjectNode there ? there : node.putObject(name);
        content.accept(new JsonBody(inner, text));
        return this;
    }

    /** Puts an array with one object for each item. {@code content} fills these objects. */
    public <T> JsonBody array(String name, Iterable<T> items, java.util.function.BiConsumer<JsonBody, T> content) {
        ArrayNode array = node.putArray(name);
        for (T item : items) {
            content.accept(new JsonBody(array.addObject(), text), item);
        }
        return this;
    }

    /** Returns the JSON text. */
    @Override
    public String toString() {
        return JsonTree.text(node);
    }
}
