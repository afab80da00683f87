package io.github.ddnsjava;

/**
 * Identifies a managed record set: the configured provider, the name and the type. The provider is part of the key
 * because one name may be published in two places (split horizon, zones hosted twice). Immutable and thread-safe. Keys
 * are ordered.
 *
 * @param provider the key under which the provider is configured
 * @param name the name
 * @param type the type
 */
public record RecordKey(String provider, DnsName name, RecordType type) implements Comparable<RecordKey> {
    /**
     * Returns the key of a record of the provider that was added to the updater without a key.
     *
     * @throws IllegalArgumentException if the name is not a host name
     */
    public static RecordKey of(String name, RecordType type) {
        return new RecordKey(ManagedRecord.DEFAULT, DnsName.of(name), type);
    }

    @Override
    public int compareTo(RecordKey other) {
        int byName = name.compareTo(other.name);
        int byType = byName != 0 ? byName : type.compareTo(other.type);
        return byType != 0 ? byType : provider.compareTo(other.provider);
    }

    /**
     * Returns a hash that is the same in every process, unlike the hash of an enum constant. What depends on it can be
     * reproduced.
     */
    @Override
    public int hashCode() {
        return 31 * (31 * provider.hashCode() + name.hashCode()) + type.name().hashCode();
    }

    /**
     * Returns the key of the same name and provider with the other type: the companion that a joint provider sends
     * along.
     */
    public RecordKey companion() {
        return new RecordKey(provider, name, type == RecordType.A ? RecordType.AAAA : RecordType.A);
    }

    @Override
    public String toString() {
        return name + " " + type + " at " + provider;
    }
}
