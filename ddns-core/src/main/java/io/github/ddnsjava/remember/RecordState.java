package io.github.ddnsjava.remember;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is remembered of one record. {@link #with} creates a changed copy. Immutable and thread-safe.
 *
 * @param key which record
 * @param confirmed the addresses that the provider confirmed last. The set is empty after a withdrawal. The optional is
 *     empty if nothing is known
 * @param confirmedAt when these addresses were confirmed for the first time
 * @param checkedAt when these addresses were last verified
 * @param comparedAt when live DNS was last compared with these addresses
 * @param writtenAt when these addresses were last written
 * @param effective the attributes as the provider reported them
 * @param fingerprint the fingerprint of the wanted record when it was confirmed
 * @param inDoubt the addresses of a write whose result is unknown
 * @param candidate a changed address that is not published yet; its readings are saved with the next change of the row,
 *     or when the updater closes
 * @param notBefore nothing is sent for this record before this time
 * @param waitingSince when {@code notBefore} was decided. If this time is later than now, the clock was wrong then
 * @param attempts how many attempts in a row failed
 * @param problem what is wrong with the record
 * @param heldFingerprint the fingerprint of record and provider when a hold began that lasts until settings change;
 *     otherwise empty
 * @param sequence the sequence number of the detection that the last decision was based on
 * @param absentSince since when this host has had no address of the family
 * @param history the confirmed changes, oldest first, at most {@value #HISTORY}
 */
public record RecordState(
        RecordKey key,
        Optional<Set<IpAddress>> confirmed,
        Optional<Instant> confirmedAt,
        Optional<Instant> checkedAt,
        Optional<Instant> comparedAt,
        Optional<Instant> writtenAt,
        Map<String, Object> effective,
        Optional<String> fingerprint,
        Optional<Set<IpAddress>> inDoubt,
        Optional<Candidate> candidate,
        Optional<Instant> notBefore,
        Optional<Instant> waitingSince,
        int attempts,
        Optional<Problem> problem,
        Optional<String> heldFingerprint,
        long sequence,
        Optional<Instant> absentSince,
        List<AddressChange> history) {
    /** The number of changes that the history keeps. */
    public static final int HISTORY = 24;

    /** Copies the collections. */
    public RecordState {
        confirmed = confirmed.map(Set::copyOf);
        inDoubt = inDoubt.map(Set::copyOf);
        effective = Map.copyOf(effective);
        history = List.copyOf(history);
    }

    /**
     * A changed address that is not published yet. Immutable and thread-safe.
     *
     * @param addresses the address or addresses
     * @param readings the number of cycles in a row that detected them, at most {@value #MOST_READINGS}
     * @param since when they were first detected
     */
    public record Candidate(Set<IpAddress> addresses, int readings, Instant since) {
        /** The largest number of readings that is counted. */
        public static final int MOST_READINGS = 10;

        /** Copies the addresses. */
        public Candidate {
            addresses = Set.copyOf(addresses);
        }

        /** Returns this candidate with one more reading. */
        public Candidate again() {
            return readings < MOST_READINGS ? new Candidate(addresses, readings + 1, since) : this;
        }
    }

    /**
     * A confirmed change. Immutable and thread-safe.
     *
     * @param at when it was confirmed
     * @param addresses the published addresses
     */
    public record AddressChange(Instant at, Set<IpAddress> addresses) {
        /** Copies the addresses. */
        public AddressChange {
            addresses = Set.copyOf(addresses);
        }
    }

    /** Returns the state of a record of which nothing is known. */
    public static RecordState unknown(RecordKey key) {
        return new Builder(key).build();
    }

    /** Returns when the published addresses last changed; empty if no change is known. */
    public Optional<Instant> changedAt() {
        return history.isEmpty()
                ? Optional.empty()
                : Optional.of(history.get(history.size() - 1).at());
    }

    /** Returns a copy of this state with these changes. */
    public RecordState with(Consumer<Builder> change) {
        Builder builder = new Builder(key);
        builder.confirmed = confirmed;
        builder.confirmedAt = confirmedAt;
        builder.checkedAt = checkedAt;
        builder.comparedAt = comparedAt;
        builder.writtenAt = writtenAt;
        builder.effective = effective;
        builder.fingerprint = fingerprint;
        builder.inDoubt = inDoubt;
        builder.candidate = candidate;
        builder.notBefore = notBefore;
        builder.waitingSince = waitingSince;
        builder.attempts = attempts;
        builder.problem = problem;
        builder.heldFingerprint = heldFingerprint;
        builder.sequence = sequence;
        builder.absentSince = absentSince;
        builder.history = history;
        change.accept(builder);
        return builder.build();
    }

    /** The properties of a changed copy. The caller sets the fields. Not thread-safe. */
    @SuppressWarnings("checkstyle:VisibilityModifier")
    public static final class Builder {
        private final RecordKey key;

        /** See {@link RecordState#confirmed()}. */
        public Optional<Set<IpAddress>> confirmed = Optional.empty();

        /** See {@link RecordState#confirmedAt()}. */
        public Optional<Instant> confirmedAt = Optional.empty();

        /** See {@link RecordState#checkedAt()}. */
        public Optional<Instant> checkedAt = Optional.empty();

        /** See {@link RecordState#comparedAt()}. */
        public Optional<Instant> comparedAt = Optional.empty();

        /** See {@link RecordState#writtenAt()}. */
        public Optional<Instant> writtenAt = Optional.empty();

        /** See {@link RecordState#effective()}. */
        public Map<String, Object> effective = Map.of();

        /** See {@link RecordState#fingerprint()}. */
        public Optional<String> fingerprint = Optional.empty();

        /** See {@link RecordState#inDoubt()}. */
        public Optional<Set<IpAddress>> inDoubt = Optional.empty();

        /** See {@link RecordState#candidate()}. */
        public Optional<Candidate> candidate = Optional.empty();

        /** See {@link RecordState#notBefore()}. */
        public Optional<Instant> notBefore = Optional.empty();

        /** See {@link RecordState#waitingSince()}. */
        public Optional<Instant> waitingSince = Optional.empty();

        /** See {@link RecordState#attempts()}. */
        public int attempts;

        /** See {@link RecordState#problem()}. */
        public Optional<Problem> problem = Optional.empty();

        /** See {@link RecordState#heldFingerprint()}. */
        public Optional<String> heldFingerprint = Optional.empty();

        /** See {@link RecordState#sequence()}. */
        public long sequence;

        /** See {@link RecordState#absentSince()}. */
        public Optional<Instant> absentSince = Optional.empty();

        /** See {@link RecordState#history()}. */
        public List<AddressChange> history = List.of();

        private Builder(RecordKey key) {
            this.key = key;
        }

        /**
         * Sets the time before which nothing is sent.
         *
         * @param until that time; empty if nothing has to wait
         * @param now when this was decided
         */
        public void waitUntil(Optional<Instant> until, Instant now) {
            notBefore = until;
            waitingSince = until.map(time -> now);
        }

        /** Removes the problem, the failed attempts and the hold. */
        public void clearTrouble() {
            notBefore = Optional.empty();
            waitingSince = Optional.empty();
            attempts = 0;
            problem = Optional.empty();
            heldFingerprint = Optional.empty();
        }

        /**
         * Records that the provider confirmed these addresses at that time. This also removes the problem, the
         * candidate and the addresses in doubt.
         */
        public void confirm(Set<IpAddress> addresses, Instant at) {
            if (!Optional.of(addresses).equals(confirmed)) {
                confirmedAt = Optional.of(at);
                List<AddressChange> changes = new ArrayList<>(history);
                changes.add(new AddressChange(at, addresses));
                history = changes.subList(Math.max(0, changes.size() - HISTORY), changes.size());
            }
            confirmed = Optional.of(addresses);
            checkedAt = Optional.of(at);
            inDoubt = Optional.empty();
            candidate = Optional.empty();
            clearTrouble();
        }

        private RecordState build() {
            return new RecordState(
                    key,
                    confirmed,
                    confirmedAt,
                    checkedAt,
                    comparedAt,
                    writtenAt,
                    effective,
                    fingerprint,
                    inDoubt,
                    candidate,
                    notBefore,
                    waitingSince,
                    attempts,
                    problem,
                    heldFingerprint,
                    sequence,
                    absentSince,
                    history);
        }
    }
}
