package io.github.ddnsjava.internal.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** Guesses which word was meant. */
public final class Spelling {
    private static final int LONGEST = 64;
    private static final int MOST_LISTED = 20;

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

    /**
     * Returns the allowed words with commas between them. Of more than 20 it returns the nearest 10 and the number of all,
     * because the text becomes part of a line of a log.
     */
    public static String nearest(String given, Collection<String> allowed) {
        if (allowed.size() <= MOST_LISTED) {
            return String.join(", ", allowed);
        }
        String word = given.length() > LONGEST ? "" : given.toLowerCase(Locale.ROOT);
        return allowed.stream()
                .sorted(Comparator.comparingInt(candidate -> distance(word, candidate.toLowerCase(Locale.ROOT))))
                .limit(MOST_LISTED / 2)
                .collect(Collectors.joining(", ", "", ", … (" + allowed.size() + " in all)"));
    }

    /** The number of letters to insert, delete or replace, or of neighbours to swap (optimal string alignment). */
    private static int distance(String one, String other) {
        int[] beforeThat = new int[other.length() + 1];
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
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (swapped) {
                    current[j] = Math.min(current[j], beforeThat[j - 2] + 1);
                }
            }
            beforeThat = previous;
            previous = current;
        }
        return previous[other.length()];
    }
}
