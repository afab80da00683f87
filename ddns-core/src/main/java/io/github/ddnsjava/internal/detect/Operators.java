package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells who runs a host, as far as its name does: the last two labels, three where the last but one is a common public
 * one as in {@code one.co.uk}. That can take two operators for one, and so ask for one more, but seldom one for two;
 * configurations can name theirs. Literals and single labels are their own operators. Stateless.
 */
final class Operators {
    private static final Set<String> SECOND_LEVELS =
            Set.of("ac", "co", "com", "edu", "go", "gob", "gov", "ne", "net", "nom", "or", "org");

    private Operators() {}

    /** Returns the operator of a host, which is a name, or a literal without brackets. */
    static String ofHost(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        List<String> labels = List.of(lower.split("\\."));
        int count = labels.size();
        if (count < 2 || IpAddress.tryParse(lower).isPresent()) {
            return (lower.contains(":") ? "[" + lower + "]" : lower) + ":" + port;
        }
        boolean publicSecondLevel =
                count > 2 && labels.get(count - 1).length() == 2 && SECOND_LEVELS.contains(labels.get(count - 2));
        return String.join(".", labels.subList(count - (publicSecondLevel ? 3 : 2), count));
    }
}
