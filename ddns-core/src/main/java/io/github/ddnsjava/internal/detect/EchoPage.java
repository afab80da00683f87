package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.detect.AddressGuard;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.publish.support.JsonReader;
import java.util.Optional;
import java.util.Set;

/** Reads the page of an echo service, and believes none that is anything but one publishable address. */
final class EchoPage {
    private static final int MAX_LITERAL = 64;
    private static final Set<String> TYPES = Set.of("", "text/plain", "application/json");

    private EchoPage() {}

    /**
     * Returns the address, of whichever family.
     *
     * @throws DetectionException if there is none to be believed; the message says why, and quotes nothing of the page
     */
    static IpAddress read(EchoTransport.Answer answer, Optional<String> jsonField, Set<Cidr> allow) {
        checkStatus(answer.status());
        if (!TYPES.contains(answer.contentType())) {
            throw new DetectionException(
                    answer.contentType().equals("text/html")
                            ? "it answered an HTML page, not an address; a captive portal?"
                            : "its answer's content type is neither text/plain nor application/json");
        }
        String text = jsonField.isPresent() ? field(answer.body(), jsonField.get()) : answer.body();
        String literal = text.strip();
        IpAddress address = literal.length() > MAX_LITERAL
                ? null
                : IpAddress.tryParse(literal).orElse(null);
        if (address == null) {
            throw new DetectionException(
                    literal.isEmpty() ? "its answer is empty" : "its answer is not just one address");
        }
        Optional<AddressGuard.Refusal> refusal = AddressGuard.refusal(address, allow);
        if (refusal.isPresent()) {
            throw new DetectionException(refusal.get().message());
        }
        if (address.equals(answer.peer()) && !address.toInetAddress().isLoopbackAddress()) {
            throw new DetectionException("it answered its own address, " + address);
        }
        return address;
    }

    private static void checkStatus(int status) {
        if (status == 200) {
            return;
        }
        if (status >= 300 && status < 400) {
            throw new DetectionException(
                    "it answered " + status + ", a redirect: a captive portal, or the page has moved");
        }
        if (status == 511) {
            throw new DetectionException("a captive portal answered (511): log in to the network");
        }
        throw new DetectionException("it answered " + status);
    }

    private static String field(String body, String name) {
        try {
            return JsonReader.parse("the page", body).get(name).asText();
        } catch (DdnsException e) {
            throw new DetectionException("its answer is not JSON with a text \"" + name + "\"");
        }
    }
}
