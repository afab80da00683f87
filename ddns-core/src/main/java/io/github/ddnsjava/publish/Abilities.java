package io.github.ddnsjava.publish;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.SettingSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a configured provider can do. Abilities are declared; they are never discovered by exceptions. Created by {@link
 * #builder}. Immutable and thread-safe.
 *
 * @param families the families that it publishes
 * @param read whether record sets can be read; if so, a record that is in sync is written only for a touch
 * @param delete whether our values can be withdrawn
 * @param marker whether values can bear a marker
 * @param wildcard whether names may begin with {@code *}
 * @param multiValue whether a record set may have several addresses
 * @param needsZone whether each record must say its zone, because the provider cannot find it
 * @param names which names it can publish, as far as it knows that without a request
 * @param attributes the attributes that it supports, by name
 * @param batch how the writes of one zone are combined; empty if each record set is written separately
 * @param hostsPerCall the largest number of names in one call
 * @param joint how A and AAAA of one name depend on each other
 * @param holdRule how long nothing is sent after a refusal
 * @param unknownRule after a write without an understood answer: how long the write is not repeated and live DNS is not
 *     asked about it; empty if the record is read before the write is repeated
 * @param refreshEvery how often a name must be touched so that it does not expire; empty if names never expire
 * @param tickets whether a write may be accepted with a ticket, which {@link DnsProvider#accepted} can be asked for
 * @param rateLimits how many exchanges the account may make, by each of several limits; empty if no limit is known
 */
public record Abilities(
        Set<IpFamily> families,
        boolean read,
        boolean delete,
        boolean marker,
        boolean wildcard,
        boolean multiValue,
        boolean needsZone,
        NameRule names,
        Map<String, AttributeSpec> attributes,
        Optional<Batch> batch,
        int hostsPerCall,
        Joint joint,
        HoldRule holdRule,
        Optional<HoldRule> unknownRule,
        Optional<Duration> refreshEvery,
        boolean tickets,
        List<RateLimit> rateLimits) {

    /** What {@link #inWords} says of a provider that cannot be read. */
    public static final String WRITES_ONLY = "writes only";

    /**
     * How several writes are combined in one call.
     *
     * @param maxWrites the largest number of writes of one call: of values that it creates, updates and deletes, if the
     *     provider does not count otherwise
     * @param maxValues the largest number of values of one call
     * @param maxBytes the largest size of one call, in bytes
     * @param atomic whether either all writes happen or none; a refused batch is then bisected until the wrong record
     *     is alone
     */
    public record Batch(int maxWrites, int maxValues, int maxBytes, boolean atomic) {
        /** Creates the limits of a call where only the number of writes counts. */
        public Batch(int maxWrites, boolean atomic) {
            this(maxWrites, Integer.MAX_VALUE, Integer.MAX_VALUE, atomic);
        }
    }

    /**
     * A rate budget. Each exchange uses one permit of each budget.
     *
     * @param permits the number of exchanges
     * @param period the time in which they may happen
     */
    public record RateLimit(int permits, Duration period) {}

    /** How A and AAAA of one name depend on each other. */
    public enum Joint {
        /** They are independent. */
        SEPARATE,
        /** They are sent together. A family that is left out stays as it is. */
        TOGETHER,
        /** They are sent together. A family that is left out stays as it is, but a withdrawal removes both. */
        REMOVED_TOGETHER,
        /**
         * They are sent together. A family that is left out is cleared, or the service guesses it from the connection.
         */
        OMISSION_CHANGES
    }

    /**
     * Returns a builder with these defaults: both families, no further ability, one host per call, {@link
     * HoldRule#HOURS} after a refusal, and {@link HoldRule#MINUTES} after a write without an understood answer unless
     * records can be read.
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a builder with what nearly every provider with zones and lists of records can do: read, delete, wildcard
     * names, and several values in one set. The rest is as {@link #builder} has it.
     */
    public static Builder forZones() {
        return builder().read().delete().wildcard().multiValue();
    }

    /** Returns the descriptions of the settings by which a record sets attributes, ordered by name. */
    public List<SettingSpec> attributeSettings() {
        return new TreeMap<>(attributes)
                .values().stream().map(AttributeSpec::setting).toList();
    }

    /** Returns what can be done in a few words each, for the help and the manual. The order is always the same. */
    public List<String> inWords() {
        List<String> words = new ArrayList<>();
        if (families.size() == 1) {
            words.add("publishes " + families.iterator().next() + " alone");
        }
        words.add(read ? "reads records" : WRITES_ONLY);
        if (delete) {
            words.add("removes addresses");
        }
        if (wildcard) {
            words.add("takes wildcard names");
        }
        if (multiValue) {
            words.add("keeps several addresses at a name");
        }
        if (needsZone) {
            words.add("must be told the zone of each record");
        }
        if (names.kind() == NameRule.Kind.ONE_LABEL_BELOW) {
            words.add("takes " + names.allowed());
        }
        if (marker) {
            words.add("marks its values with a comment");
        }
        new TreeMap<>(attributes).values().forEach(spec -> words.add("sets `" + spec.name() + "`: " + spec.allowed()));
        batch.ifPresent(room -> words.add("writes up to " + room.maxWrites() + " values of a zone in one call"
                + (room.atomic() ? ", all or none" : "")));
        if (hostsPerCall > 1) {
            words.add("updates up to " + hostsPerCall + " names in one call");
        }
        if (joint != Joint.SEPARATE) {
            words.add("sends IPv4 and IPv6 in one call");
        }
        if (tickets) {
            words.add("knows writes that are carried out later, and asks what became of them");
        }
        refreshEvery.ifPresent(period -> words.add("touches a name every " + Durations.format(period)));
        rateLimits.forEach(limit ->
                words.add("sends at most " + limit.permits() + " requests in " + Durations.format(limit.period())));
        return words;
    }

    /** Collects abilities. Not thread-safe. */
    public static final class Builder {
        private Set<IpFamily> families = EnumSet.allOf(IpFamily.class);
        private boolean read;
        private boolean delete;
        private boolean marker;
        private boolean wildcard;
        private boolean multiValue;
        private boolean needsZone;
        private NameRule names = NameRule.ANY;
        private final Map<String, AttributeSpec> attributes = new TreeMap<>();
        private Optional<Batch> batch = Optional.empty();
        private int hostsPerCall = 1;
        private Joint joint = Joint.SEPARATE;
        private HoldRule holdRule = HoldRule.HOURS;
        private HoldRule unknownRule = HoldRule.MINUTES;
        private Optional<Duration> refreshEvery = Optional.empty();
        private boolean tickets;
        private final List<RateLimit> rateLimits = new ArrayList<>();

        private Builder() {}

        /** Declares that only these families are published. They must not be empty. */
        public Builder families(Set<IpFamily> families) {
            this.families = EnumSet.copyOf(families);
            return this;
        }

        /** Declares that record sets can be read. */
        public Builder read() {
            this.read = true;
            return this;
        }

        /** Declares that values can be withdrawn. */
        public Builder delete() {
            this.delete = true;
            return this;
        }

        /** Declares that values can bear a marker. */
        public Builder marker() {
            this.marker = true;
            return this;
        }

        /** Declares that wildcard names are accepted. */
        public Builder wildcard() {
            this.wildcard = true;
            return this;
        }

        /** Declares that one record set can have several addresses. */
        public Builder multiValue() {
            this.multiValue = true;
            return this;
        }

        /** Declares that the provider cannot find the zone of a name, so that each record must say it. */
        public Builder needsZone() {
            this.needsZone = true;
            return this;
        }

        /** Declares which names can be published, as far as that is known without a request. */
        public Builder names(NameRule rule) {
            this.names = rule;
            return this;
        }

        /** Declares that this attribute is supported. An earlier one of that name is replaced. */
        public Builder attribute(AttributeSpec spec) {
            attributes.put(spec.name(), spec);
            return this;
        }

        /** Declares how many values of one zone one call can write, and whether such a call is atomic. */
        public Builder batch(Batch batch) {
            this.batch = Optional.of(batch);
            return this;
        }

        /** Declares how many names one call can update. */
        public Builder hostsPerCall(int hosts) {
            this.hostsPerCall = hosts;
            return this;
        }

        /** Declares how A and AAAA of one name depend on each other. */
        public Builder joint(Joint joint) {
            this.joint = joint;
            return this;
        }

        /** Declares how long nothing is sent after a refusal. */
        public Builder holdRule(HoldRule rule) {
            this.holdRule = rule;
            return this;
        }

        /**
         * Declares how long a write without an understood answer is not repeated. It has no effect if records can be
         * read.
         */
        public Builder unknownRule(HoldRule rule) {
            this.unknownRule = rule;
            return this;
        }

        /** Declares how often a name must be touched so that it does not expire. */
        public Builder refreshEvery(Duration period) {
            this.refreshEvery = Optional.of(period);
            return this;
        }

        /** Declares that a write may be accepted with a ticket, and that {@link DnsProvider#accepted} answers for it. */
        public Builder tickets() {
            this.tickets = true;
            return this;
        }

        /**
         * Declares how many exchanges the account may make in that time. A further limit, for another time, is kept besides:
         * {@code rateLimit(10, second).rateLimit(1000, day)}.
         */
        public Builder rateLimit(int permits, Duration period) {
            rateLimits.removeIf(limit -> limit.period().equals(period));
            rateLimits.add(new RateLimit(permits, period));
            return this;
        }

        /** Builds the abilities. */
        public Abilities build() {
            return new Abilities(
                    Set.copyOf(families),
                    read,
                    delete,
                    marker,
                    wildcard,
                    multiValue,
                    needsZone,
                    names,
                    Map.copyOf(attributes),
                    batch,
                    hostsPerCall,
                    joint,
                    holdRule,
                    read ? Optional.empty() : Optional.of(unknownRule),
                    refreshEvery,
                    tickets,
                    List.copyOf(rateLimits));
        }
    }
}
