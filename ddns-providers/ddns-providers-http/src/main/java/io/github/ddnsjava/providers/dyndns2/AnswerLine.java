package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One line of an answer: a return code, and after it perhaps the addresses that were set.
 *
 * @param text the line, without space around it
 * @param said the service's own words, which the return code stands for
 * @param pause how long the service is known to ask for; empty for the protocol's own wait
 */
record AnswerLine(String text, String said, Optional<Duration> pause) {
    private static final Pattern MAPPED = Pattern.compile("^::ffff:(?=[0-9.]+$)", Pattern.CASE_INSENSITIVE);
    /** What some put around an address: brackets, a zone, a prefix length, the end of a sentence. */
    private static final Pattern DRESS = Pattern.compile("^\\[|[\\]%/;].*$|\\.$");

    private static final Pattern LIKE_AN_ADDRESS =
            Pattern.compile("[0-9]+(?:\\.[0-9]*)+.*|(?=:*[0-9A-Fa-f])[0-9A-Fa-f]*:[0-9A-Fa-f]*:.*");

    /** Returns a line of the protocol. */
    static AnswerLine of(String text) {
        return new AnswerLine(text, word(text), Optional.empty());
    }

    /** Returns the first word in lower case; only a whole word is a return code. */
    String word() {
        return word(text);
    }

    private static String word(String text) {
        return text.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the addresses that follow the word, up to the first text that is none. An IPv4 address may be written as an
     * IPv4-mapped one, and any with what people put around addresses.
     */
    List<IpAddress> addresses() {
        List<IpAddress> addresses = new ArrayList<>();
        String[] words = text.split("[\\s,]+", -1);
        for (int i = 1; i < words.length; i++) {
            String bare = DRESS.matcher(words[i]).replaceAll("");
            Optional<IpAddress> address =
                    IpAddress.tryParse(MAPPED.matcher(bare).replaceFirst(""));
            if (address.isEmpty()) {
                break;
            }
            addresses.add(address.get());
        }
        return addresses;
    }

    /** Returns the text that follows the word if it was meant to be an address but is none, as in 999.1.1.1. */
    Optional<String> brokenAddress() {
        String[] words = text.split("[\\s,]+", 3);
        return addresses().isEmpty()
                        && words.length > 1
                        && LIKE_AN_ADDRESS.matcher(words[1]).matches()
                ? Optional.of(words[1])
                : Optional.empty();
    }

    boolean names(IpFamily family) {
        return addresses().stream().anyMatch(address -> address.family() == family);
    }
}
