package io.github.ddnsjava.examples.agent.log;

/**
 * Makes characters visible that would end a line, control a terminal or change the order in which a text is shown. Names,
 * answers of servers and messages of exceptions may contain them. Stateless.
 */
final class Escapes {
    private Escapes() {}

    /** Returns the text as one line, with escapes as in JSON and Java. What is already an escape stays as it is. */
    static String visible(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                line.append("\\n");
            } else if (c == '\r') {
                line.append("\\r");
            } else if (c == '\t') {
                line.append("\\t");
            } else if (Character.getType(c) == Character.SURROGATE) {
                line.append('\ufffd'); // half a character, over which readers of JSON fail
            } else if (isHidden(c)) {
                for (char unit : Character.toChars(c)) {
                    line.append(String.format("\\u%04x", (int) unit));
                }
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
