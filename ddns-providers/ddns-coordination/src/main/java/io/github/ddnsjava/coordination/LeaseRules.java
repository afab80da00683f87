package io.github.ddnsjava.coordination;

import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;

/** What every engine demands of a lease, and who asks. Immutable and thread-safe. */
final class LeaseRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.-]{1,60}");
    private static final Pattern NOTE = Pattern.compile("[\\x20-\\x7e]{0,100}");
    private static final Pattern NODE = Pattern.compile("[\\p{L}\\p{N}._-]{1,100}");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e\\p{L}\\p{N}]");

    private LeaseRules() {}

    /** Checks what {@code Leadership.tryAcquire} is asked for. */
    static void check(String name, String note, Duration time) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a lease has up to 60 letters, digits, dots and hyphens");
        }
        if (!NOTE.matcher(note).matches()) {
            throw new IllegalArgumentException("the note of a lease has up to 100 printable ASCII characters");
        }
        if (time.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a lease lasts at least a second, not " + time);
        }
    }

    /** Checks the name of a node. */
    static String node(String node) {
        if (!NODE.matcher(node).matches()) {
            throw new IllegalArgumentException(
                    "the name of a node has up to 100 letters, digits, dots, hyphens and underscores");
        }
        return node;
    }

    /** Returns an identity that no other process has, nor this one after a restart. */
    static String process() {
        return UUID.randomUUID().toString();
    }

    /** Returns what stood at the engine as a text that can be shown: others may write there, too. */
    static String shown(String text) {
        String one = UNPRINTABLE.matcher(text).replaceAll("?");
        return one.length() <= 100 ? one : one.substring(0, 100);
    }

    /**
     * Returns whole seconds that are not shorter. The engine must not end a lease before its holder thinks that it has
     * ended; the other way round only costs time.
     */
    static long seconds(Duration time) {
        return time.plusNanos(999_999_999).toSeconds();
    }
}
