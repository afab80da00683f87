package io.github.ddnsjava.examples.agent.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** A text of lines and comments, as JSON with comments has them. Not thread-safe. */
final class CommentedText {
    private static final int WIDTH = 110;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final StringBuilder text = new StringBuilder();

    /** Returns a value as JSON. */
    static String json(Object value) {
        return JSON.valueToTree(value).toString();
    }

    /** Adds a line. */
    void line(String indent, String line) {
        text.append(indent).append(line).append('\n');
    }

    /** Adds a comment on as many lines as it needs. */
    void comment(String indent, String words) {
        StringBuilder line = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            if (!line.isEmpty() && indent.length() + line.length() + word.length() > WIDTH) {
                line(indent + "// ", line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        line(indent + "// ", line.toString());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
