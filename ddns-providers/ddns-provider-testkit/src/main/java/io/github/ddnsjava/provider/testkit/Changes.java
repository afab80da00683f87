package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Ownership;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Creates {@link RecordChange}s in a short form for tests:
 *
 * <pre>{@code
 * Changes.ensure("home.example.com", "192.0.2.7").confirmed("192.0.2.6").build()
 * }</pre>
 *
 * The type follows from the addresses. By default nothing is remembered (there are no confirmed addresses), every
 * attribute is preserved, and only own values may be replaced. Stateless and thread-safe.
 */
public final class Changes {
    /** The key of the configured provider in all changes that this class creates. */
    public static final String PROVIDER = "tested";

    private Changes() {}

    /**
     * Starts a change to these addresses, which must be at least one and all of one family. The intent is {@link
     * Intent#ENSURE}.
     */
    public static Builder ensure(String name, String... addresses) {
        return ensure(DnsName.of(name), parse(addresses));
    }

    /**
     * Starts a change to these addresses, which must be at least one and all of one family. The intent is {@link
     * Intent#ENSURE}.
     */
    public static Builder ensure(DnsName name, Collection<IpAddress> addresses) {
        return new Builder(Intent.ENSURE, name, typeOf(addresses), addresses);
    }

    /** Starts a change that writes these addresses even if the name has them already. */
    public static Builder touch(String name, String... addresses) {
        return touch(DnsName.of(name), parse(addresses));
    }

    /** Starts a change that writes these addresses even if the name has them already. */
    public static Builder touch(DnsName name, Collection<IpAddress> addresses) {
        return new Builder(Intent.TOUCH, name, typeOf(addresses), addresses);
    }

    /** Starts a change that sends these addresses along, so that a joint provider does not clear them. */
    public static Builder keep(DnsName name, Collection<IpAddress> addresses) {
        return new Builder(Intent.KEEP, name, typeOf(addresses), addresses).confirmed(addresses);
    }

    /**
     * Starts a change that says that a name has no address of that type: the companion for a family that this line does
     * not have.
     */
    public static Builder absent(DnsName name, RecordType type) {
        return new Builder(Intent.KEEP, name, type, Set.of()).confirmed(Set.of());
    }

    /** Starts a change that removes our values. */
    public static Builder withdraw(String name, RecordType type) {
        return withdraw(DnsName.of(name), type);
    }

    /** Starts a change that removes our values. */
    public static Builder withdraw(DnsName name, RecordType type) {
        return new Builder(Intent.WITHDRAW, name, type, Set.of());
    }

    /** Returns a change that only names a record set: for {@code read} and {@code check}. */
    public static RecordChange question(DnsName name, RecordType type) {
        return new Builder(Intent.ENSURE, name, type, Set.of()).build();
    }

    private static Set<IpAddress> parse(String... addresses) {
        Set<IpAddress> parsed = new TreeSet<>();
        for (String address : addresses) {
            parsed.add(IpAddress.parse(address));
        }
        return parsed;
    }

    private static RecordType typeOf(Collection<IpAddress> addresses) {
        if (addresses.stream().map(IpAddress::family).distinct().count() != 1) {
            throw new IllegalArgumentException("a record set has addresses of one family, not " + addresses);
        }
        return RecordType.of(addresses.iterator().next().family());
    }

    /** Collects the properties of a change. Not thread-safe. */
    public static final class Builder {
        private final RecordKey key;
        private final Intent intent;
        private final Set<IpAddress> addresses;
        private Optional<Set<IpAddress>> confirmed = Optional.empty();
        private Attributes attributes = Attributes.none();
        private Map<String, Object> effective = Map.of();
        private Optional<DnsName> zone = Optional.empty();
        private Ownership owns = Ownership.values();
        private UpdateMode mode = UpdateMode.UPSERT;

        private Builder(Intent intent, DnsName name, RecordType type, Collection<IpAddress> addresses) {
            this.intent = intent;
            this.key = new RecordKey(PROVIDER, name, type);
            this.addresses = Set.copyOf(addresses);
        }

        /** Sets the addresses that are remembered as ours. Without an address it is remembered that we have none. */
        public Builder confirmed(String... ours) {
            return confirmed(parse(ours));
        }

        /** Sets the addresses that are remembered as ours. Without an address it is remembered that we have none. */
        public Builder confirmed(Collection<IpAddress> ours) {
            confirmed = Optional.of(Set.copyOf(ours));
            return this;
        }

        /** Sets the wanted attributes. */
        public Builder attributes(Attributes wanted) {
            attributes = wanted;
            return this;
        }

        /** Sets the attributes that the provider reported before for the same wanted record. */
        public Builder effective(Map<String, Object> effective) {
            this.effective = effective;
            return this;
        }

        /** Sets the zone, as a user can. */
        public Builder zone(DnsName fixed) {
            zone = Optional.of(fixed);
            return this;
        }

        /** Declares that the whole record set is ours. */
        public Builder ownsSet() {
            owns = Ownership.wholeSet();
            return this;
        }

        /** Sets the marker that our values bear. */
        public Builder marker(String text) {
            owns = Ownership.marked(text);
            return this;
        }

        /**
         * Sets whether the record set may be created, and whether a record set that others created may be updated. By
         * default both are allowed.
         */
        public Builder mode(UpdateMode wanted) {
            mode = wanted;
            return this;
        }

        /** Builds the change. */
        public RecordChange build() {
            return new RecordChange(key, intent, addresses, confirmed, attributes, effective, zone, owns, mode);
        }
    }
}
