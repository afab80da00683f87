package io.github.ddnsjava.examples.agent.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A configuration as a text: a line for each detector, provider and record. Stateless. */
final class DraftText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DraftText() {}

    static String of(Map<String, Object> configuration) {
        return configuration.entrySet().stream()
                .map(section -> "  " + json(section.getKey()) + ": " + section(section.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String section(Object value) {
        if (value instanceof Map<?, ?> map && map.values().stream().allMatch(Map.class::isInstance) && !map.isEmpty()) {
            return map.entrySet().stream()
                    .map(entry -> "    " + json(entry.getKey()) + ": " + json(entry.getValue()))
                    .collect(Collectors.joining(",\n", "{\n", "\n  }"));
        }
        if (value instanceof List<?> list && !list.isEmpty()) {
            return list.stream().map(item -> "    " + json(item)).collect(Collectors.joining(",\n", "[\n", "\n  ]"));
        }
        return json(value);
    }

    /** Returns a value on one line, with spaces. */
    private static String json(Object value) {
        return text(JSON.valueToTree(value));
    }

    private static String text(JsonNode node) {
        List<String> parts = new ArrayList<>();
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> parts.add(json(field.getKey()) + ": " + text(field.getValue())));
            return parts.isEmpty() ? "{}" : "{ " + String.join(", ", parts) + " }";
        } else if (node.isArray()) {
            node.forEach(item -> parts.add(text(item)));
            return "[" + String.join(", ", parts) + "]";
        }
        return node.toString();
    }
}
