package io.github.ddnsjava.internal.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.JsonFactories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) with comments and trailing commas into a tree of maps and lists. Names given twice and nulls are
 * collected as problems; what is not JSON ends the reading. Not thread-safe.
 */
final class JsonText {
    private static final JsonFactory FACTORY = JsonFactories.factory()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private final JsonParser parser;
    private final Problems problems;

    private JsonText(JsonParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * Reads a text.
     *
     * @throws ConfigurationException if it is not one JSON object; the message says where, and quotes nothing
     */
    static Map<String, Object> parse(String text, Problems problems) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            try {
                return new JsonText(parser, problems).document();
            } catch (JsonProcessingException e) {
                JsonLocation place = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
                throw new ConfigurationException("", "is not valid JSON" + at(place) + ": " + reason(e), "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new ConfigurationException("", "is empty", "an object: {…}");
        }
        if (first != JsonToken.START_OBJECT) {
            throw new ConfigurationException("", "is not an object", "an object: {…}");
        }
        Map<String, Object> all = object("");
        if (parser.nextToken() != null) {
            throw new ConfigurationException(
                    "", "continues after its end" + at(parser.currentTokenLocation()), "one object: {…}");
        }
        return all;
    }

    private Map<String, Object> object(String path) throws IOException {
        Map<String, Object> values = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String at = at(parser.currentTokenLocation());
            ConfigurationTree.checkName(name, at);
            String inner = path.isEmpty() ? name : path + "." + name;
            parser.nextToken();
            Optional<Object> value = value(inner);
            if (value.isPresent() && values.putIfAbsent(name, value.get()) != null) {
                problems.add(inner, "is configured twice, again" + at, "each name once");
            }
        }
        return values;
    }

    private List<Object> array(String path) throws IOException {
        List<Object> items = new ArrayList<>();
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            items.add(value(path + "[" + i + "]").orElse(ConfigurationTree.GAP));
        }
        return List.copyOf(items);
    }

    private Optional<Object> value(String path) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> Optional.of(object(path));
            case START_ARRAY -> Optional.of(array(path));
            case VALUE_STRING -> Optional.of(parser.getText());
            case VALUE_NUMBER_INT -> Optional.of(parser.getNumberValue());
            case VALUE_NUMBER_FLOAT -> Optional.of(parser.getDoubleValue());
            case VALUE_TRUE -> Optional.of(true);
            case VALUE_FALSE -> Optional.of(false);
            default -> {
                ConfigurationTree.isNull(path, problems);
                yield Optional.empty();
            }
        };
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** Says what is wrong, in Jackson's words only where they quote no more than a character. */
    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        if (e instanceof JsonEOFException) {
            return "it ends too early";
        }
        if (e instanceof StreamConstraintsException) {
            return "it is nested deeper than 64, or has a number of more than 100 characters";
        }
        if (message.contains("escape")) {
            return "a backslash in a text, which is no escape that JSON knows; write " + ConfigurationTree.BACKSLASH;
        }
        boolean harmless = Stream.of("Unexpected character", "Unexpected close marker", "Illegal unquoted character")
                .anyMatch(message::startsWith);
        return harmless ? message : "expected a text in double quotes, a number, true, false, an object or a list";
    }
}
