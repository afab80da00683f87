package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import java.util.Optional;

/** How a vendor writes the names of records. */
public enum NameForm {
    /** Relative to the zone; the apex is {@code @}. */
    RELATIVE_AT("@"),
    /** Relative to the zone; the apex is empty. */
    RELATIVE_EMPTY(""),
    /** The whole name, without a dot at the end. */
    FULL(""),
    /** The whole name, with a dot at the end. */
    FULL_DOT("");

    private final String apex;

    NameForm(String apex) {
        this.apex = apex;
    }

    /** Writes a name that is within the zone. */
    public String write(DnsName name, DnsName zone) {
        if (this == FULL) {
            return name.toString();
        }
        if (this == FULL_DOT) {
            return name + ".";
        }
        return name.equals(zone)
                ? apex
                : name.toString()
                        .substring(0, name.toString().length() - zone.toString().length() - 1);
    }

    /**
     * Reads what {@link #write} writes, and the other forms of the apex. Empty if it is no host name, as those of many
     * records that are not addresses.
     */
    public Optional<DnsName> read(String text, DnsName zone) {
        String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        // A name that ends with a dot is whole, whoever writes it.
        boolean relative = (this == RELATIVE_AT || this == RELATIVE_EMPTY) && plain.equals(text);
        return name(plain.isEmpty() || plain.equals("@") ? zone.toString() : relative ? plain + "." + zone : plain);
    }

    /** Returns the name that a whole text is; empty if it is no host name. */
    public static Optional<DnsName> name(String whole) {
        try {
            return Optional.of(DnsName.of(whole));
        } catch (IllegalArgumentException noHostName) {
            return Optional.empty();
        }
    }
}
