package io.github.ddnsjava.internal.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses which word was meant. */
public final class Spelling {
    private static final int LONGEST = 64;

    private Spelling() {}

    /**
     * Returns {@code ; did you mean "token"?} where one of the allowed words is close to the given one, else nothing.
     */
    public static String hint(String given, Collection<String> allowed) {
        if (given.length() > LONGEST) {
            return "";
        }
        String word = given.toLowerCase(Locale.ROOT);
        int furthest = Math.max(1, word.length() / 3);
        return allowed.stream()
                .filter(candidate -> distance(word, candidate.toLowerCase(Locale.ROOT)) <= furthest)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate.toLowerCase(Locale.ROOT))))
                .map(closest -> "; did you mean \"" + closest + "\"?")
                .orElse("");
    }

    /** The number of letters to insert, delete or replace (Levenshtein). */
    private static int distance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
