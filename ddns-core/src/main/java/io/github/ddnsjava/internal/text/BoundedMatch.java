package io.github.ddnsjava.internal.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that a regular expression may look at a bounded number of times, so that one which backtracks without end on a
 * hostile answer fails instead. The bound counts characters read, not time: the same answer gives the same result on any
 * machine. For one thread.
 */
public final class BoundedMatch implements CharSequence {
    private static final int MAX_READS = 2_000_000;

    private final String text;
    private final int[] readsLeft;

    private BoundedMatch(String text, int[] readsLeft) {
        this.text = text;
        this.readsLeft = readsLeft;
    }

    /** An expression cannot be applied to an answer. The message names neither of them. */
    public static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooMuch(String message) {
            super(message, null, false, false);
        }

        /** Returns what is too much, for people. */
        public String reason() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Tells whether an expression finds something in a text.
     *
     * @throws TooMuch if the text is longer, or the expression takes too long on it
     */
    public static boolean finds(Pattern pattern, String text, int maxChars) {
        return bounded(pattern, text, maxChars, Matcher::find);
    }

    /**
     * Returns the first group of each place that an expression finds; empty for a group that takes no part in it.
     *
     * @param pattern an expression with a group
     * @throws TooMuch if the text is longer, or the expression takes too long on it
     */
    public static List<String> groups(Pattern pattern, String text, int maxChars) {
        return bounded(pattern, text, maxChars, matcher -> {
            List<String> found = new ArrayList<>();
            while (matcher.find()) {
                String group = matcher.group(1);
                found.add(group == null ? "" : group);
            }
            return found;
        });
    }

    private interface Search<T> {
        T in(Matcher matcher);
    }

    private static <T> T bounded(Pattern pattern, String text, int maxChars, Search<T> search) {
        if (text.length() > maxChars) {
            throw new TooMuch("its answer is too long for a regular expression");
        }
        try {
            return search.in(pattern.matcher(new BoundedMatch(text, new int[] {MAX_READS})));
        } catch (StackOverflowError e) {
            throw new TooMuch("the regular expression needs too many nested steps on its answer");
        }
    }

    @Override
    public char charAt(int index) {
        if (--readsLeft[0] < 0) {
            throw new TooMuch("the regular expression takes too long on its answer");
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
