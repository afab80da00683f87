package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.internal.text.OutsideText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** A text of this host's own making, with an address literal on each line, and nothing else: output, or a file. */
final class AddressText {
    static final int MAX_BYTES = 4096;

    private static final int MAX_LITERAL = 64;

    private AddressText() {}

    /**
     * Reads the addresses of a family.
     *
     * @param certain whether the text says what is known rather than what was observed
     * @throws DetectionException if a line is not an address; the message quotes nothing of it
     */
    static Detection detection(
            byte[] bytes, IpFamily family, String source, String operator, boolean certain, Duration elapsed) {
        Set<IpAddress> addresses = new TreeSet<>();
        String text;
        try {
            text = OutsideText.decode(bytes);
        } catch (OutsideText.MalformedException e) {
            throw failed(String.valueOf(e.getMessage()), source, operator, elapsed);
        }
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isEmpty()) {
                IpAddress address;
                try {
                    address = literal(lines.get(i));
                } catch (IllegalArgumentException e) {
                    throw failed("line " + (i + 1) + " " + e.getMessage(), source, operator, elapsed);
                }
                if (address.family() == family) {
                    addresses.add(address);
                }
            }
        }
        if (addresses.isEmpty()) {
            String reason = "it gives no " + family + " address";
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

    /**
     * Reads a text that should be one address and nothing else.
     *
     * @throws IllegalArgumentException if it is not; the message begins with a verb, as in {@code ends with U+00A0
     *     NO-BREAK SPACE}, and quotes nothing else
     */
    static IpAddress literal(String value) {
        Optional<String> flaw = OutsideText.flaw(value);
        if (flaw.isPresent()) {
            throw new IllegalArgumentException(flaw.get());
        }
        Optional<IpAddress> address = value.length() > MAX_LITERAL ? Optional.empty() : IpAddress.tryParse(value);
        return address.orElseThrow(
                () -> new IllegalArgumentException(value.isEmpty() ? "is empty" : "is not just one address"));
    }

    static DetectionException failed(String message, String source, String operator, Duration elapsed) {
        return new DetectionException(
                source + ": " + message, List.of(SourceAnswer.failed(source, operator, message, elapsed)));
    }
}
