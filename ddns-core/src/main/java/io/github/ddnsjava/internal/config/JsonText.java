package io.github.ddnsjava.internal.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.JsonFactories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) with comments and trailing commas into {@link Settings}, whose texts are as they are written. Names given twice and nulls are
 * collected as problems; what is not JSON ends the reading. Not thread-safe.
 */
final class JsonText {
    private static final int MAX_NAME_LENGTH = 1000;
    private static final JsonFactory FACTORY = JsonFactories.factory()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private static final String BACKSLASH =
            "each backslash of a Windows path twice, as in \"C:\\\\ddns\\\\state\", or \"C:/ddns/state\"";

    /** A drive, and control characters that were meant as names: {@code C:\temp} has a tab. */
    private static final Pattern WINDOWS_PATH =
            Pattern.compile("^(\\$\\{file:)?[A-Za-z]:([\\\\/].*)?[\\x08\\t\\n\\f\\r][A-Za-z0-9._-]", Pattern.DOTALL);

    private final JsonParser parser;
    private final Path directory;
    private final Problems problems;

    private JsonText(JsonParser parser, Path directory, Problems problems) {
        this.parser = parser;
        this.directory = directory;
        this.problems = problems;
    }

    /**
     * Reads a text.
     *
     * @throws ConfigurationException if it is not one JSON object; the message says where, and quotes nothing
     */
    static Settings parse(String text, Path directory, Problems problems) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new JsonText(parser, directory, problems).document();
        } catch (JsonProcessingException e) {
            throw new ConfigurationException("", "is not valid JSON" + at(e.getLocation()) + ": " + reason(e), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Settings document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new ConfigurationException("", "is empty", "an object: {…}");
        }
        if (first != JsonToken.START_OBJECT) {
            throw new ConfigurationException("", "is not an object", "an object: {…}");
        }
        Settings all = object("");
        if (parser.nextToken() != null) {
            throw new ConfigurationException(
                    "", "continues after its end" + at(parser.currentTokenLocation()), "one object: {…}");
        }
        return all;
    }

    private Settings object(String path) throws IOException {
        Map<String, Object> values = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (name.length() > MAX_NAME_LENGTH) {
                throw new ConfigurationException(
                        "",
                        "has a name of more than " + MAX_NAME_LENGTH + " characters"
                                + at(parser.currentTokenLocation()),
                        "shorter names");
            }
            String inner = path.isEmpty() ? name : path + "." + name;
            JsonLocation location = parser.currentTokenLocation();
            parser.nextToken();
            Optional<Object> value = value(inner);
            if (value.isPresent() && values.putIfAbsent(name, value.get()) != null) {
                problems.add(inner, "is configured twice, again" + at(location), "each name once");
            }
        }
        return Settings.ofLiterals(path, directory, values);
    }

    private List<Object> array(String path) throws IOException {
        List<Object> items = new ArrayList<>();
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            value(path + "[" + i + "]").ifPresent(items::add);
        }
        return List.copyOf(items);
    }

    private Optional<Object> value(String path) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> Optional.of(object(path));
            case START_ARRAY -> Optional.of(array(path));
            case VALUE_STRING -> text(path, parser.getText());
            case VALUE_NUMBER_INT -> Optional.of(parser.getNumberValue());
            case VALUE_NUMBER_FLOAT -> Optional.of(parser.getDoubleValue());
            case VALUE_TRUE -> Optional.of(true);
            case VALUE_FALSE -> Optional.of(false);
            default -> {
                problems.addUnresolved(path, "is null", "a value; leave the setting out where none is wanted");
                yield Optional.empty();
            }
        };
    }

    private Optional<Object> text(String path, String text) {
        if (WINDOWS_PATH.matcher(text).find()) {
            problems.addUnresolved(path, "is a Windows path with a backslash that JSON takes for an escape", BACKSLASH);
            return Optional.empty();
        }
        return Optional.of(text);
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
            return "a backslash in a text, which is no escape that JSON knows; write " + BACKSLASH;
        }
        boolean harmless = Stream.of("Unexpected character", "Unexpected close marker", "Illegal unquoted character")
                .anyMatch(message::startsWith);
        return harmless ? message : "expected a text in double quotes, a number, true, false, an object or a list";
    }
}
