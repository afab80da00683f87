package io.github.ddnsjava.internal.text;

/** What a server says, as one line for a message. Stateless. */
public final class OneLine {
    private static final int LONGEST = 200;

    private OneLine() {}

    /**
     * Returns one line of at most 200 characters: each run of white space is a space, and what is invisible or half a
     * character is a question mark.
     */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** Returns one line, as {@link #of(String)}, of at most that many characters. */
    public static String of(String text, int longest) {
        String line = whole(text);
        if (line.length() <= longest) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return line.substring(0, end) + "…";
    }

    /** Returns one line of any length: each run of white space is a space, and what is invisible is a question mark. */
    public static String whole(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                    line.append(' ');
                }
            } else {
                int type = Character.getType(c);
                boolean visible = type != Character.CONTROL
                        && type != Character.FORMAT
                        && type != Character.SURROGATE
                        && type != Character.PRIVATE_USE
                        && type != Character.UNASSIGNED;
                line.appendCodePoint(visible ? c : '?');
            }
        });
        return line.toString().stripTrailing();
    }
}
