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
 * Makes {@link RecordChange}s as short as a test wants them:
 *
 * <pre>{@code
 * Changes.ensure("home.example.com", "192.0.2.7").confirmed("192.0.2.6").build()
 * }</pre>
 *
 * The type follows from the addresses. Nothing is remembered (no confirmed addresses), every attribute is preserved,
 * and only own values may be replaced, unless said otherwise.
 */
public final class Changes {
    /** The key of the configured provider in every change made here. */
    public static final String PROVIDER = "tested";

    private Changes() {}

    /** Wants these addresses, at least one, all of one family. */
    public static Builder ensure(String name, String... addresses) {
        return ensure(DnsName.of(name), parse(addresses));
    }

    /** Wants these addresses, at least one, all of one family. */
    public static Builder ensure(DnsName name, Collection<IpAddress> addresses) {
        return new Builder(Intent.ENSURE, name, typeOf(addresses), addresses);
    }

    /** Wants these addresses written although they may be there. */
    public static Builder touch(String name, String... addresses) {
        return touch(DnsName.of(name), parse(addresses));
    }

    /** Wants these addresses written although they may be there. */
    public static Builder touch(DnsName name, Collection<IpAddress> addresses) {
        return new Builder(Intent.TOUCH, name, typeOf(addresses), addresses);
    }

    /** Sends these addresses along, so that a joint provider does not clear them. */
    public static Builder keep(DnsName name, Collection<IpAddress> addresses) {
        return new Builder(Intent.KEEP, name, typeOf(addresses), addresses).confirmed(addresses);
    }

    /** Says that a name is known to have no address of that type: the companion of a family that this line lacks. */
    public static Builder absent(DnsName name, RecordType type) {
        return new Builder(Intent.KEEP, name, type, Set.of()).confirmed(Set.of());
    }

    /** Wants our values gone. */
    public static Builder withdraw(String name, RecordType type) {
        return withdraw(DnsName.of(name), type);
    }

    /** Wants our values gone. */
    public static Builder withdraw(DnsName name, RecordType type) {
        return new Builder(Intent.WITHDRAW, name, type, Set.of());
    }

    /** Asks for a record set: for {@code read} and {@code check}. */
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
        return addresses.iterator().next().family().recordType();
    }

    /** Collects what a change is made of. Not thread-safe. */
    public static final class Builder {
        private final RecordKey key;
        private final Intent intent;
        private final Set<IpAddress> addresses;
        private Optional<Set<IpAddress>> confirmed = Optional.empty();
        private Attributes attributes = Attributes.none();
        private Map<String, Object> settled = Map.of();
        private Optional<DnsName> zone = Optional.empty();
        private Ownership owns = Ownership.VALUES;
        private Optional<String> marker = Optional.empty();
        private UpdateMode mode = UpdateMode.UPSERT;

        private Builder(Intent intent, DnsName name, RecordType type, Collection<IpAddress> addresses) {
            this.intent = intent;
            this.key = new RecordKey(PROVIDER, name, type);
            this.addresses = Set.copyOf(addresses);
        }

        /** These addresses are ours, as far as is remembered; none to remember that there are none. */
        public Builder confirmed(String... ours) {
            return confirmed(parse(ours));
        }

        /** These addresses are ours, as far as is remembered; none to remember that there are none. */
        public Builder confirmed(Collection<IpAddress> ours) {
            confirmed = Optional.of(Set.copyOf(ours));
            return this;
        }

        /** Wants these attributes. */
        public Builder attributes(Attributes wanted) {
            attributes = wanted;
            return this;
        }

        /** The provider made this of the same wish before. */
        public Builder settled(Map<String, Object> effective) {
            settled = effective;
            return this;
        }

        /** The user fixed the zone. */
        public Builder zone(DnsName fixed) {
            zone = Optional.of(fixed);
            return this;
        }

        /** The record set is ours as a whole. */
        public Builder ownsSet() {
            owns = Ownership.SET;
            return this;
        }

        /** Our values bear this marker. */
        public Builder marker(String text) {
            marker = Optional.of(text);
            return this;
        }

        /** Whether it may be created, and whether what others created may be updated; both by default. */
        public Builder mode(UpdateMode wanted) {
            mode = wanted;
            return this;
        }

        /** Makes the change. */
        public RecordChange build() {
            return new RecordChange(key, intent, addresses, confirmed, attributes, settled, zone, owns, marker, mode);
        }
    }
}
