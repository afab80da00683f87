package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.SourceAnswer;
import io.github.ddnsjava.exception.DetectionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** A text of this host's own making, with an address literal on each line, and nothing else: output, or a file. */
final class AddressText {
    static final int MAX_BYTES = 4096;

    private static final int MAX_LITERAL = 64;

    private AddressText() {}

    /** Reads a text to its end, and refuses one that is too long. */
    static String read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("it is longer than " + MAX_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads the addresses of a family.
     *
     * @param certain whether the text says what is known rather than what was observed
     * @throws DetectionException if a line is not an address; the message quotes nothing of it
     */
    static Detection detection(
            String text, IpFamily family, String source, String operator, boolean certain, Duration elapsed) {
        Set<IpAddress> addresses = new TreeSet<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String literal = line.strip();
            int at = number;
            if (!literal.isEmpty()) {
                IpAddress address = (literal.length() > MAX_LITERAL
                                ? java.util.Optional.<IpAddress>empty()
                                : IpAddress.tryParse(literal))
                        .orElseThrow(
                                () -> failed("line " + at + " is not just one address", source, operator, elapsed));
                if (address.family() == family) {
                    addresses.add(address);
                }
            }
        }
        if (addresses.isEmpty()) {
            String reason = "it says no " + family + " address";
            return Detection.absent(
                    family, source + ": " + reason, SourceAnswer.failed(source, operator, reason, elapsed));
        }
        return new Detection.Found(
                family,
                addresses,
                OptionalInt.empty(),
                List.of(new SourceAnswer(source, operator, addresses, "", elapsed)),
                certain);
    }

    static DetectionException failed(String message, String source, String operator, Duration elapsed) {
        return new DetectionException(
                source + ": " + message, List.of(SourceAnswer.failed(source, operator, message, elapsed)));
    }
}
