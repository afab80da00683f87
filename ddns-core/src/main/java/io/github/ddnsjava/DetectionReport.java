package io.github.ddnsjava;

import io.github.ddnsjava.detect.SourceAnswer;
import java.util.List;

/**
 * What one detector said of one family in one cycle.
 *
 * @param detector the configured detector's key
 * @param family the family
 * @param verdict what it came to
 * @param addresses the address or addresses, sorted; empty unless found
 * @param sources each source's answer
 * @param message why nothing was found; empty otherwise
 */
public record DetectionReport(
        String detector,
        IpFamily family,
        Verdict verdict,
        List<IpAddress> addresses,
        List<SourceAnswer> sources,
        String message) {

    /** What a detection came to. */
    public enum Verdict {
        /** There is an address. */
        FOUND("found"),
        /** This host has no global address of the family. */
        ABSENT("absent"),
        /** It could not be learnt. */
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
