package io.github.ddnsjava.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes trees of strict JSON (RFC 8259) without duplicate names. A mapper could do it, but its start costs a
 * tenth of a second and some three hundred classes, for binding to Java classes, which is never done here. Stateless and
 * thread-safe.
 */
public final class JsonTree {
    private static final JsonFactory FACTORY = JsonFactories.factory()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTree() {}

    /** Returns the factory of the parsers that {@link #one} reads from. */
    public static JsonFactory factory() {
        return FACTORY;
    }

    /**
     * Reads a whole text. If there is no value in it, the tree is missing.
     *
     * @throws com.fasterxml.jackson.core.JsonProcessingException if it is not JSON, or has more than one value
     * @throws IOException if it cannot be read
     */
    public static JsonNode one(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            return MissingNode.getInstance();
        }
        JsonNode tree = next(parser);
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "there is more than one value");
        }
        return tree;
    }

    /** Reads the value that begins with the parser's present token, up to its last token. */
    private static JsonNode next(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> whole(parser);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, next(parser));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(next(parser));
        }
        return array;
    }

    private static JsonNode whole(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    /**
     * Returns a tree as text in one line. The node's own {@code toString} would leave Jackson's buffers in this thread.
     */
    public static String text(JsonNode tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(tree, json);
        } catch (IOException e) {
            throw new AssertionError("memory can always be written", e);
        }
        return text.toString();
    }

    /** Returns the tree of texts, lists and maps; null is a missing value. */
    public static JsonNode ofTexts(@Nullable Object tree) {
        if (tree == null) {
            return MissingNode.getInstance();
        } else if (tree instanceof Map<?, ?> members) {
            ObjectNode object = NODES.objectNode();
            members.forEach((name, member) -> object.set(String.valueOf(name), ofTexts(member)));
            return object;
        } else if (tree instanceof List<?> items) {
            ArrayNode array = NODES.arrayNode();
            items.forEach(item -> array.add(ofTexts(item)));
            return array;
        }
        return NODES.textNode(tree.toString());
    }

    private static void write(JsonNode tree, JsonGenerator json) throws IOException {
        if (tree.isObject()) {
            json.writeStartObject();
            for (Iterator<String> names = tree.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                json.writeFieldName(name);
                write(tree.get(name), json);
            }
            json.writeEndObject();
        } else if (tree.isArray()) {
            json.writeStartArray();
            for (JsonNode item : tree) {
                write(item, json);
            }
            json.writeEndArray();
        } else if (tree.isTextual()) {
            json.writeString(tree.textValue());
        } else if (tree.isIntegralNumber()) {
            json.writeNumber(tree.bigIntegerValue());
        } else if (tree.isNumber()) {
            json.writeNumber(tree.doubleValue());
        } else if (tree.isBoolean()) {
            json.writeBoolean(tree.booleanValue());
        } else {
            json.writeNull();
        }
    }
}
