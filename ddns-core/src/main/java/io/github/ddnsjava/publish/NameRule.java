package io.github.ddnsjava.publish;

import io.github.ddnsjava.DnsName;
import java.util.Optional;

/**
 * Which names a configured provider can publish, as far as it knows that without a request. A record with another name is
 * refused when the configuration is read. Immutable and thread-safe.
 *
 * @param kind the rule
 * @param name the name that the rule speaks of; empty for {@link Kind#ANY}
 */
public record NameRule(Kind kind, Optional<DnsName> name) {
    /** The kinds of rules. */
    public enum Kind {
        /** Any name. */
        ANY,
        /** That name alone, because the credentials or the request belong to it. */
        ONLY,
        /** That name and the names below it. */
        WITHIN,
        /** The names with exactly one label before that name. */
        ONE_LABEL_BELOW
    }

    /** Any name can be published, as far as is known without a request. */
    public static final NameRule ANY = new NameRule(Kind.ANY, Optional.empty());

    /** Returns the rule that this name can be published, and no other. */
    public static NameRule only(DnsName name) {
        return new NameRule(Kind.ONLY, Optional.of(name));
    }

    /** Returns the rule that this domain and the names below it can be published. */
    public static NameRule within(DnsName domain) {
        return new NameRule(Kind.WITHIN, Optional.of(domain));
    }

    /** Returns the rule that names with one label before this domain can be published. */
    public static NameRule oneLabelBelow(DnsName domain) {
        return new NameRule(Kind.ONE_LABEL_BELOW, Optional.of(domain));
    }

    /** Tells whether a name can be published. */
    public boolean allows(DnsName asked) {
        return name.isEmpty()
                || switch (kind) {
                    case ANY -> true;
                    case ONLY -> asked.equals(name.get());
                    case WITHIN -> asked.isWithin(name.get());
                    case ONE_LABEL_BELOW ->
                        asked.isWithin(name.get())
                                && asked.labels().size() == name.get().labels().size() + 1;
                };
    }

    /** Returns in words which names can be published, for messages. */
    public String allowed() {
        String of = name.map(DnsName::toString).orElse("");
        return switch (kind) {
            case ANY -> "any name";
            case ONLY -> of + " and no other name; configure a provider for each name";
            case WITHIN -> of + " and names below it; configure a provider for each domain";
            case ONE_LABEL_BELOW -> "names with one label below " + of;
        };
    }
}
