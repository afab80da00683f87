package io.github.ddnsjava;

import java.time.Duration;
import java.util.Optional;

/**
 * One record set that an updater manages: its name and type, and the keys of the detector, provider and policy that it
 * uses. Created by {@link #builder}. Immutable and thread-safe.
 */
public final class ManagedRecord {
    /** The key of a detector, provider or policy that was added to the builder without a key. */
    public static final String DEFAULT = "default";

    private final RecordKey key;
    private final String detector;
    private final Optional<String> policy;
    private final Attributes attributes;
    private final Optional<DnsName> zone;
    private final Ownership owns;
    private final UpdateMode mode;
    private final Optional<String> disabled;

    private ManagedRecord(Builder builder) {
        this.key = new RecordKey(builder.provider, builder.name, builder.type);
        this.detector = builder.detector;
        this.policy = builder.policy;
        this.attributes = builder.attributes;
        this.zone = builder.zone;
        this.owns = builder.owns;
        this.mode = builder.mode;
        this.disabled = builder.disabled;
    }

    /**
     * Starts building a record set of that name and type.
     *
     * @throws IllegalArgumentException if the name is not a host name
     */
    public static Builder builder(String name, RecordType type) {
        return new Builder(DnsName.of(name), type);
    }

    /** Returns the key that identifies this record: provider, name and type. */
    public RecordKey key() {
        return key;
    }

    /** Returns the name. */
    public DnsName name() {
        return key.name();
    }

    /** Returns the type. */
    public RecordType type() {
        return key.type();
    }

    /** Returns the key of the configured provider. */
    public String provider() {
        return key.provider();
    }

    /** Returns the key of the configured detector. */
    public String detector() {
        return detector;
    }

    /** Returns the key of the record's own policy; empty if it uses the updater's default policy. */
    public Optional<String> policy() {
        return policy;
    }

    /** Returns the wanted attributes. */
    public Attributes attributes() {
        return attributes;
    }

    /** Returns a copy of this record with those attributes instead of its own. */
    public ManagedRecord withAttributes(Attributes wanted) {
        Builder copy = new Builder(name(), type());
        copy.provider = provider();
        copy.detector = detector;
        copy.policy = policy;
        copy.attributes = wanted;
        copy.zone = zone;
        copy.owns = owns;
        copy.mode = mode;
        copy.disabled = disabled;
        return new ManagedRecord(copy);
    }

    /** Returns the zone that the user configured; empty if the provider finds the zone. */
    public Optional<DnsName> zone() {
        return zone;
    }

    /** Returns which values of the record set may be replaced. */
    public Ownership owns() {
        return owns;
    }

    /** Returns whether the record set may be created, and whether a record set that others created may be updated. */
    public UpdateMode mode() {
        return mode;
    }

    /**
     * Returns why this record is disabled; empty if it is kept in sync. A disabled record is not looked at: its value in
     * DNS and what is remembered of it stay as they are.
     */
    public Optional<String> disabled() {
        return disabled;
    }

    /** Returns a text that changes when any wanted property of the record set changes, except for its addresses. */
    public String fingerprint() {
        // The words are those of the state files of earlier versions; others would make each record look changed.
        String ownership =
                owns.isWholeSet() ? "SET|" : "VALUES|" + owns.marker().orElse("");
        String wanted = attributes + "|" + zone.map(DnsName::toString).orElse("") + "|" + ownership;
        return mode == UpdateMode.UPSERT ? wanted : wanted + "|" + mode;
    }

    /** Two records are equal if all that was given for them is equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ManagedRecord record
                && key.equals(record.key)
                && detector.equals(record.detector)
                && policy.equals(record.policy)
                && attributes.equals(record.attributes)
                && zone.equals(record.zone)
                && owns.equals(record.owns)
                && mode == record.mode
                && disabled.equals(record.disabled);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return key.toString();
    }

    /** Collects the properties of a {@link ManagedRecord}. Not thread-safe. */
    public static final class Builder {
        private final DnsName name;
        private final RecordType type;
        private String provider = DEFAULT;
        private String detector = DEFAULT;
        private Optional<String> policy = Optional.empty();
        private Attributes attributes = Attributes.none();
        private Optional<DnsName> zone = Optional.empty();
        private Ownership owns = Ownership.values();
        private UpdateMode mode = UpdateMode.UPSERT;
        private Optional<String> disabled = Optional.empty();

        private Builder(DnsName name, RecordType type) {
            this.name = name;
            this.type = type;
        }

        /** Sets the key of the configured provider. It is needed only if several are configured. */
        public Builder provider(String key) {
            this.provider = key;
            return this;
        }

        /** Sets the key of the configured detector. It is needed only if several are configured. */
        public Builder detector(String key) {
            this.detector = key;
            return this;
        }

        /**
         * Sets the key of the record's own policy, as given to {@link UpdaterBuilder#policy(String,
         * io.github.ddnsjava.decide.UpdatePolicy)}. By default the updater's default policy is used.
         */
        public Builder policy(String key) {
            this.policy = Optional.of(key);
            return this;
        }

        /**
         * Sets the wanted attributes and replaces all that were set before. By default all attributes are preserved.
         */
        public Builder attributes(Attributes attributes) {
            this.attributes = attributes;
            return this;
        }

        /**
         * Ensures this time to live, in addition to the other attributes. Same as {@code attributes.ensure("ttl",
         * ttl)}.
         */
        public Builder ttl(Duration ttl) {
            this.attributes = attributes.ensure(Attributes.TTL, ttl);
            return this;
        }

        /** Sets the zone, so that the provider need not search for it. */
        public Builder zone(String zone) {
            this.zone = Optional.of(DnsName.of(zone));
            return this;
        }

        /** Sets which values may be replaced. By default those that the updater published itself. */
        public Builder owns(Ownership owns) {
            this.owns = owns;
            return this;
        }

        /**
         * Sets whether the record set may be created, and whether a record set that others created may be updated. By
         * default both are allowed.
         */
        public Builder mode(UpdateMode mode) {
            this.mode = mode;
            return this;
        }

        /**
         * Disables the record. It stays known, and nothing is done for it until it is enabled again. {@link
         * Updater#status} shows it with that reason.
         *
         * @param why the reason, for people, as in {@code the provider "cf" is disabled}
         */
        public Builder disabled(String why) {
            this.disabled = Optional.of(why);
            return this;
        }

        /** Builds the record. */
        public ManagedRecord build() {
            return new ManagedRecord(this);
        }
    }
}
