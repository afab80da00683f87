package io.github.ddnsjava.publish;

import io.github.ddnsjava.IpFamily;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a configured provider can do: declared, never found out by exceptions. Immutable and thread-safe; made by {@link
 * #builder}.
 *
 * @param families the families it publishes
 * @param read whether record sets can be read; then a change that is not a touch is never written where it is right
 * @param delete whether our values can be withdrawn
 * @param marker whether values can bear a marker
 * @param wildcard whether names may begin with {@code *}
 * @param multiValue whether a record set may hold several addresses
 * @param attributes the attributes it keeps, by name
 * @param batch how writes of one zone travel together; empty where each record set is written by itself
 * @param hostsPerCall how many names one call carries, at most
 * @param joint how A and AAAA of one name depend on each other
 * @param holdRule how long nothing is sent after a refusal
 * @param unknownRule how long a write without an understood answer is not repeated, nor live DNS asked about it; empty
 *     where the record is read before anything is written again
 * @param refreshEvery how often a name must be touched so that it does not expire; empty where it never does
 * @param rateLimit how many exchanges the account may make
 */
public record Abilities(
        Set<IpFamily> families,
        boolean read,
        boolean delete,
        boolean marker,
        boolean wildcard,
        boolean multiValue,
        Map<String, AttributeSpec> attributes,
        Optional<Batch> batch,
        int hostsPerCall,
        Joint joint,
        HoldRule holdRule,
        Optional<HoldRule> unknownRule,
        Optional<Duration> refreshEvery,
        Optional<RateLimit> rateLimit) {

    /**
     * How writes travel together.
     *
     * @param maxWrites how many values may be created, updated and deleted in one call, at most
     * @param atomic whether all or none of them happen; then a refused batch is bisected until the culprit is alone
     */
    public record Batch(int maxWrites, boolean atomic) {}

    /**
     * A rate budget, spent by one exchange each.
     *
     * @param permits how many exchanges
     * @param period in which time
     */
    public record RateLimit(int permits, Duration period) {}

    /** How A and AAAA of one name depend on each other. */
    public enum Joint {
        /** Not at all. */
        SEPARATE,
        /** They travel together; a family that is left out stays as it is. */
        TOGETHER,
        /** They travel together; a family that is left out is cleared, or guessed from the connection. */
        OMISSION_CHANGES
    }

    /**
     * Begins with: both families, nothing else, one host per call, holds of hours; and {@link HoldRule#MINUTES} after a
     * write without an understood answer, unless records can be read.
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects abilities. Not thread-safe. */
    public static final class Builder {
        private Set<IpFamily> families = EnumSet.allOf(IpFamily.class);
        private boolean read;
        private boolean delete;
        private boolean marker;
        private boolean wildcard;
        private boolean multiValue;
        private final Map<String, AttributeSpec> attributes = new TreeMap<>();
        private Optional<Batch> batch = Optional.empty();
        private int hostsPerCall = 1;
        private Joint joint = Joint.SEPARATE;
        private HoldRule holdRule = HoldRule.HOURS;
        private HoldRule unknownRule = HoldRule.MINUTES;
        private Optional<Duration> refreshEvery = Optional.empty();
        private Optional<RateLimit> rateLimit = Optional.empty();

        private Builder() {}

        /** Publishes only these families. */
        public Builder families(Set<IpFamily> families) {
            this.families = EnumSet.copyOf(families);
            return this;
        }

        /** Can read record sets. */
        public Builder read() {
            this.read = true;
            return this;
        }

        /** Can withdraw values. */
        public Builder delete() {
            this.delete = true;
            return this;
        }

        /** Can mark values. */
        public Builder marker() {
            this.marker = true;
            return this;
        }

        /** Takes wildcard names. */
        public Builder wildcard() {
            this.wildcard = true;
            return this;
        }

        /** Keeps several addresses in one record set. */
        public Builder multiValue() {
            this.multiValue = true;
            return this;
        }

        /** Keeps that attribute. */
        public Builder attribute(AttributeSpec spec) {
            attributes.put(spec.name(), spec);
            return this;
        }

        /** Writes up to so many record sets of a zone in one call. */
        public Builder batch(Batch batch) {
            this.batch = Optional.of(batch);
            return this;
        }

        /** Takes up to so many names in one call. */
        public Builder hostsPerCall(int hosts) {
            this.hostsPerCall = hosts;
            return this;
        }

        /** Says how the families depend on each other. */
        public Builder joint(Joint joint) {
            this.joint = joint;
            return this;
        }

        /** Says how long to hold after a refusal. */
        public Builder holdRule(HoldRule rule) {
            this.holdRule = rule;
            return this;
        }

        /** Says how long a write without an understood answer is not repeated, where records cannot be read. */
        public Builder unknownRule(HoldRule rule) {
            this.unknownRule = rule;
            return this;
        }

        /** Needs a touch so often. */
        public Builder refreshEvery(Duration period) {
            this.refreshEvery = Optional.of(period);
            return this;
        }

        /** Allows so many exchanges in that time. */
        public Builder rateLimit(int permits, Duration period) {
            this.rateLimit = Optional.of(new RateLimit(permits, period));
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
                    Map.copyOf(attributes),
                    batch,
                    hostsPerCall,
                    joint,
                    holdRule,
                    read ? Optional.empty() : Optional.of(unknownRule),
                    refreshEvery,
                    rateLimit);
        }
    }
}
