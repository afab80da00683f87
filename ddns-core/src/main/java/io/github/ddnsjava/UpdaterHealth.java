package io.github.ddnsjava;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The condition of each part that an updater depends on: the network, its detectors, its providers, its state and its
 * threads. It is derived from calls that were made anyway, so reading it sends nothing. A provider is good if it
 * answers; the content of its answers concerns the single records. Immutable and thread-safe.
 *
 * @param vitals the network first, then each detector and family, then each provider. The state follows while it cannot
 *     be saved, then the configuration while its file cannot be used, then the cluster
 *     while this node cannot do its part in it, then the cycle while one does not end, and then the threads
 *     while a detector or a provider blocks at least one of them
 */
public record UpdaterHealth(List<Vital> vitals) {
    /** Copies the list. */
    public UpdaterHealth {
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
        /** The state. It is listed only while it cannot be saved. */
        STATE("state"),
        /** The configuration file that is followed. It is listed only while it cannot be used as it is. */
        CONFIGURATION("configuration"),
        /** The engine that gives the leases of a cluster. It is listed only while it does not answer. */
        CLUSTER("cluster"),
        /** A cycle that does not end. It is listed only while there is one. */
        CYCLE("cycle"),
        /** The threads that are blocked in detectors and providers. They are listed only while there are any. */
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
     * The condition of one part. Immutable and thread-safe.
     *
     * @param part the kind of the part
     * @param key the detector's key and the family, as in {@code wan ipv4}, or the provider's key; empty for all other
     *     parts
     * @param condition its condition
     * @param since when this condition began; empty while unknown, and for threads
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
