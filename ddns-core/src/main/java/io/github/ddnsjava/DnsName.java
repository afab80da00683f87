package io.github.ddnsjava;

import io.github.ddnsjava.internal.idn.Idna;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An absolute host name in its canonical form: ASCII, lower case, without the trailing dot. International labels are
 * converted to A-labels by IDNA2008 (RFC 5891). The first label may be {@code *} (RFC 4592). Immutable and thread-safe.
 * Names are ordered as text.
 */
public final class DnsName implements Comparable<DnsName> {
    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL = 63;

    private final String text;

    private DnsName(String text) {
        this.text = text;
    }

    /**
     * Parses a host name. It consists of letters, digits, hyphens and underscores, and has at least two labels. One
     * trailing dot is allowed. The case, the width and the Unicode form (NFC) of an international label do not matter.
     * A label that IDNA2008 does not allow is refused. Its A-label ({@code xn--…}) can be given instead.
     *
     * @throws IllegalArgumentException if the text is not such a name; the message says why
     */
    public static DnsName of(String name) {
        String dotted = Idna.withFullStops(name);
        String text = dotted.endsWith(".") ? dotted.substring(0, dotted.length() - 1) : dotted;
        boolean wildcard = text.startsWith("*.");
        String ascii = toAscii(name, wildcard ? text.substring(2) : text);
        text = wildcard ? "*." + ascii : ascii;
        if (text.length() > MAX_LENGTH) {
            throw invalid(name, "it is longer than " + MAX_LENGTH + " characters");
        }
        String[] labels = ascii.split("\\.", -1);
        if (labels.length < 2) {
            throw invalid(name, "a full name with at least two labels is needed, as in host.example.com");
        }
        for (String label : labels) {
            checkLabel(name, label);
        }
        if (labels[labels.length - 1].chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw invalid(name, "it ends in a number, as an address does");
        }
        return new DnsName(text);
    }

    private static String toAscii(String name, String text) {
        try {
            return Arrays.stream(text.split("\\.", -1)).map(Idna::toAscii).collect(Collectors.joining("."));
        } catch (IllegalArgumentException e) {
            throw invalid(name, String.valueOf(e.getMessage()));
        }
    }

    private static void checkLabel(String name, String label) {
        if (label.isEmpty()) {
            throw invalid(name, "it has an empty label");
        }
        if (label.length() > MAX_LABEL) {
            throw invalid(name, "a label is longer than " + MAX_LABEL + " characters");
        }
        if (label.startsWith("-") || label.endsWith("-")) {
            throw invalid(name, "a label begins or ends with a hyphen");
        }
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
                throw invalid(name, "the character '" + c + "' is not allowed in a host name");
            }
        }
    }

    private static IllegalArgumentException invalid(String name, String why) {
        String shown = name.length() <= 80 ? name : name.substring(0, 80) + "…";
        return new IllegalArgumentException("not a host name: \"" + shown + "\": " + why);
    }

    /** Returns the labels in order, from the host to the top level. */
    public List<String> labels() {
        return List.of(text.split("\\."));
    }

    /** Tells whether the first label is {@code *}. */
    public boolean isWildcard() {
        return text.startsWith("*.");
    }

    /** Tells whether this name is the zone's apex or a name below it. */
    public boolean isWithin(DnsName zone) {
        return text.equals(zone.text) || text.endsWith("." + zone.text);
    }

    /** Returns the name without its first label; empty if only one label would remain. */
    public Optional<DnsName> parent() {
        String rest = text.substring(text.indexOf('.') + 1);
        return rest.indexOf('.') < 0 ? Optional.empty() : Optional.of(new DnsName(rest));
    }

    /**
     * Returns this name without the zone's labels. For the zone itself it returns {@code apex}, because providers write
     * the apex differently ({@code "@"}, {@code ""}).
     *
     * @throws IllegalArgumentException if this name is not within the zone
     */
    public String relativeTo(DnsName zone, String apex) {
        if (!isWithin(zone)) {
            throw new IllegalArgumentException(this + " is not within " + zone);
        }
        return equals(zone) ? apex : text.substring(0, text.length() - zone.text.length() - 1);
    }

    /** Returns the name with a trailing dot, as zone files and some providers write it. */
    public String withDot() {
        return text + ".";
    }

    @Override
    public int compareTo(DnsName other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DnsName dnsName && text.equals(dnsName.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the canonical text, without a trailing dot. */
    @Override
    public String toString() {
        return text;
    }
}
