package io.github.ddnsjava.examples.agent.importing;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A configuration as a text: a line for each detector, provider and record. This is the only place where values are written:
 * every text is escaped, so that it stays a text, and only a {@link Given} is a reference. Stateless.
 */
final class DraftText {
    private DraftText() {}

    static String of(Map<String, Object> configuration) {
        return configuration.entrySet().stream()
                .map(section -> "  " + quoted(section.getKey()) + ": " + section(section.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String section(Object value) {
        if (value instanceof Map<?, ?> map && map.values().stream().allMatch(Map.class::isInstance) && !map.isEmpty()) {
            return map.entrySet().stream()
                    .map(entry -> "    " + quoted(entry.getKey()) + ": " + text(entry.getValue()))
                    .collect(Collectors.joining(",\n", "{\n", "\n  }"));
        }
        if (value instanceof List<?> list && !list.isEmpty()) {
            return list.stream().map(item -> "    " + text(item)).collect(Collectors.joining(",\n", "[\n", "\n  ]"));
        }
        return text(value);
    }

    /** Returns a value on one line, with spaces. */
    private static String text(Object value) {
        if (value instanceof Map<?, ?> map && map.isEmpty()) {
            return "{}";
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted(entry.getKey()) + ": " + text(entry.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        } else if (value instanceof List<?> list) {
            return list.stream().map(DraftText::text).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Given reference) {
            return quoted(reference.text());
        }
        return value instanceof String text ? quoted(Texts.escaped(text).orElseThrow()) : String.valueOf(value);
    }

    private static String quoted(Object text) {
        return TextNode.valueOf(String.valueOf(text)).toString();
    }

    /** Tells whether our configuration has a way to write all texts of a value. */
    static boolean isWritable(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().allMatch(DraftText::isWritable);
        } else if (value instanceof Collection<?> items) {
            return items.stream().allMatch(DraftText::isWritable);
        }
        return !(value instanceof String text) || Texts.escaped(text).isPresent();
    }
}
