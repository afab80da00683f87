package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One line of an answer: a return code, and after it perhaps the addresses that were set.
 *
 * @param text the line, without space around it
 */
record AnswerLine(String text) {
    private static final Pattern MAPPED = Pattern.compile("^::ffff:(?=[0-9.]+$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LIKE_AN_ADDRESS = Pattern.compile("[0-9]+(?:\\.[0-9]*+)+|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");

    /** Returns the first word in lower case; only a whole word is a return code. */
    String word() {
        return text.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the addresses that follow the word, up to the first text that is none. An IPv4 address may be written as an
     * IPv4-mapped one.
     */
    List<IpAddress> addresses() {
        List<IpAddress> addresses = new ArrayList<>();
        String[] words = text.split("[\\s,]+", -1);
        for (int i = 1; i < words.length; i++) {
            Optional<IpAddress> address = IpAddress.tryParse(MAPPED.matcher(words[i]).replaceFirst(""));
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
        return addresses().isEmpty() && words.length > 1 && LIKE_AN_ADDRESS.matcher(words[1]).matches()
                ? Optional.of(words[1])
                : Optional.empty();
    }

    boolean names(IpFamily family) {
        return addresses().stream().anyMatch(address -> address.family() == family);
    }
}
