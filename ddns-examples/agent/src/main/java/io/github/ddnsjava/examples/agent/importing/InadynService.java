package io.github.ddnsjava.examples.agent.importing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which service a section of inadyn is for. Stateless. */
final class InadynService {
    /** What is asked by the protocol dyndns2. */
    private static final Set<String> DYNDNS2 =
            Set.of("hostname=%h&myip=%i", "myip=%i&hostname=%h", "system=dyndns&hostname=%h&myip=%i");

    /** What says no more than a name or an address. Everything else may change what the service does. */
    private static final Set<String> PLAIN = Set.of("hostname=%h", "host=%h", "myip=%i", "ip=%i", "system=dyndns");

    private InadynService() {}

    /** Returns the service of a section {@code provider} by its word in the table. */
    static String of(String name, InadynText.Section section, Map<String, Given> values) {
        for (String setting : List.of("ddns-server", "ddns-path")) {
            if (!section.one(setting).isEmpty()) {
                values.put(setting, Given.text(section.one(setting)));
            }
        }
        return name.replaceFirst("^[^@]*@", "").replaceFirst("^ipv[46]\\.", "");
    }

    /**
     * Returns the service of a section {@code custom}; empty if its request is another than ours, which is noted. A service of
     * ours is chosen only if its own URL is asked, and for nothing but a name and an address.
     */
    static Optional<String> custom(String place, InadynText.Section section, Map<String, Given> values, Draft draft) {
        boolean appends = Texts.flag(section.one("append-myip")).orElse(false);
        String[] path = (section.one("ddns-path") + (appends ? "%i" : "")).split("\\?", 2);
        String asked = path.length > 1 ? path[1] : "";
        String slash = path[0].isEmpty() || path[0].startsWith("/") ? "" : "/";
        String endpoint = section.one("ddns-server").replaceFirst("(?i)^https?://", "") + slash + path[0];
        String known = "custom@" + endpoint.replaceFirst("/+$", "").toLowerCase(Locale.ROOT);
        List<String> words = Arrays.asList(asked.split("&", -1));
        if (!Inadyn.TABLE.of(known, true).isEmpty()
                && PLAIN.containsAll(words)
                && words.stream().anyMatch(word -> word.endsWith("=%i"))) {
            return Optional.of(known);
        } else if (!DYNDNS2.contains(asked)) {
            draft.left(
                    place,
                    "custom",
                    "its ddns-path is not that of dyndns2 (hostname=%h&myip=%i). docs/custom-providers.md tells how to"
                            + " describe it");
            return Optional.empty();
        }
        return draft.endpoint(place, "custom", "https://" + endpoint).map(url -> {
            values.put("url", url);
            return "custom";
        });
    }
}
