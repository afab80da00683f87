package io.github.ddnsjava;

import java.util.List;

/**
 * What one detector reported for one family in one cycle. Immutable and thread-safe if its lists are.
 *
 * @param detector the key of the configured detector
 * @param family the family
 * @param verdict the result
 * @param addresses the address or addresses, sorted; empty unless the verdict is {@code FOUND}
 * @param sources the answer of each source
 * @param message why no address was found; otherwise empty
 */
public record DetectionReport(
        String detector,
        IpFamily family,
        Verdict verdict,
        List<IpAddress> addresses,
        List<SourceAnswer> sources,
        String message) {

    /** The result of a detection. */
    public enum Verdict {
        /** At least one address was found. */
        FOUND("found"),
        /** This host has no global address of the family. */
        ABSENT("absent"),
        /** The address could not be determined. */
        FAILED("failed");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** Returns the lower-case word. */
        @Override
        public String toString() {
            return text;
        }
    }
}
