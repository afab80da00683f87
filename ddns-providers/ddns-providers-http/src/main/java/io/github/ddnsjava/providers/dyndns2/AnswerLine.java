package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of an answer: a return code, and after it perhaps the addresses that were set.
 *
 * @param text the line, without space around it
 */
record AnswerLine(String text) {
    /** Returns the first word in lower case; only a whole word is a return code. */
    String word() {
        return text.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    }

    /** Returns the addresses that follow the word, up to the first text that is none. */
    List<IpAddress> addresses() {
        List<IpAddress> addresses = new ArrayList<>();
        String[] words = text.split("[\\s,]+", -1);
        for (int i = 1; i < words.length; i++) {
            Optional<IpAddress> address = IpAddress.tryParse(words[i]);
            if (address.isEmpty()) {
                break;
            }
            addresses.add(address.get());
        }
        return addresses;
    }

    boolean names(IpFamily family) {
        return addresses().stream().anyMatch(address -> address.family() == family);
    }
}
