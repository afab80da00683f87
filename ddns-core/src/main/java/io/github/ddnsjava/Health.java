package io.github.ddnsjava;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an updater depends on, told apart: the network, its detectors, its providers, its state. Known from what happened anyway;
 * to ask costs nothing. A provider is good if it answers; what it answers is a matter of each record. Immutable and
 * thread-safe.
 *
 * @param vitals the network first, then each detector and family, then each provider; then the state while
 *     it cannot be saved, and threads while some are stuck
 */
public record Health(List<Vital> vitals) {
    /** Copies the list. */
    public Health {
        vitals = List.copyOf(vitals);
    }

    /** The kinds of parts that can fail independently. */
    public enum Part {
        /** The connection of this host to anything outside it. */
        NETWORK("network"),
        /** A detector, for one family. */
        DETECTOR("detector"),
        /** A provider. */
        PROVIDER("provider"),
        /** The state, which cannot be saved; listed only while that is so. */
        STATE("state"),
        /** Threads that do not come back from a detector; listed only while there are any. */
        THREADS("threads");

        private final String text;

        Part(String text) {
            this.text = text;
        }

        /** Returns the lower-case word. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** The condition of a part when it was last needed. */
    public enum Condition {
        /** It has not been needed yet. */
        UNKNOWN("unknown"),
        /** It answered. */
        GOOD("good"),
        /** It did not answer. */
        BAD("bad");

        private final String text;

        Condition(String text) {
            this.text = text;
        }

        /** Returns the lower-case word. */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * One part.
     *
     * @param part what it is
     * @param key which one: the detector's key and the family, as in {@code wan ipv4}, or the provider's key; empty for
     *     others
     * @param condition how it is
     * @param since since when; empty while unknown, and for threads
     * @param message what is wrong; empty unless bad
     */
    public record Vital(Part part, String key, Condition condition, Optional<Instant> since, String message) {}

    /**
     * Returns the part to examine first: the first bad part, which may be the cause of the others. Empty if no part is
     * bad.
     */
    public Optional<Vital> cause() {
        return vitals.stream()
                .filter(vital -> vital.condition() == Condition.BAD)
                .findFirst();
    }
}
