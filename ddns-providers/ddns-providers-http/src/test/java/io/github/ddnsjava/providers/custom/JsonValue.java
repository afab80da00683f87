package io.github.ddnsjava.providers.custom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads the values of settings from a table of cases: JSON where it begins with a bracket, else a text. */
final class JsonValue {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonValue() {}

    static Object of(String text) {
        if (!text.startsWith("{\"") && !text.startsWith("[") && !text.equals("{}")) {
            return text;
        }
        try {
            return MAPPER.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
