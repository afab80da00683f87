package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.exception.DetectionException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that a regular expression may look at a bounded number of times, so that one which backtracks without end on a
 * hostile page fails instead. The bound counts characters read, not time: the same page gives the same result on any
 * machine. For one thread.
 */
final class BoundedMatch implements CharSequence {
    private static final int MAX_CHARS = 4096;
    private static final int MAX_READS = 2_000_000;

    private final String text;
    private final int[] readsLeft;

    private BoundedMatch(String text, int[] readsLeft) {
        this.text = text;
        this.readsLeft = readsLeft;
    }

    /**
     * Returns the one address that the expression's group finds, be it several times.
     *
     * @throws DetectionException if it finds none, several, or something else
     */
    static IpAddress onlyAddress(Pattern pattern, String text) {
        if (text.length() > MAX_CHARS) {
            throw new DetectionException("its answer is too long for a regular expression");
        }
        Set<IpAddress> found = new HashSet<>();
        try {
            Matcher matcher = pattern.matcher(new BoundedMatch(text, new int[] {MAX_READS}));
            while (matcher.find()) {
                String group = matcher.group(1);
                found.add(IpAddress.tryParse(group == null ? "" : group)
                        .orElseThrow(() -> new DetectionException(
                                "what the regular expression finds in its answer is not an address")));
            }
        } catch (StackOverflowError e) {
            throw new DetectionException("the regular expression needs too many nested steps on its answer");
        }
        if (found.size() != 1) {
            throw new DetectionException(
                    found.isEmpty() ? "its answer has no address" : "its answer has several addresses");
        }
        return found.iterator().next();
    }

    @Override
    public char charAt(int index) {
        if (--readsLeft[0] < 0) {
            throw new DetectionException("the regular expression takes too long on its answer");
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
