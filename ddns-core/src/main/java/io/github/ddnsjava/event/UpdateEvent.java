package io.github.ddnsjava.event;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Something that happened. Immutable and thread-safe; never contains a secret. */
public sealed interface UpdateEvent {
    /** Returns when it happened. */
    Instant at();

    /** An event of one record. */
    sealed interface OfRecord extends UpdateEvent {
        /** Returns which record. */
        RecordKey key();

        /** Returns the record's name. */
        default DnsName name() {
            return key().name();
        }

        /** Returns the record's type. */
        default RecordType type() {
            return key().type();
        }
    }

    /**
     * Step 1: a detector answered, or failed.
     *
     * @param at when
     * @param detection what it said
     */
    record Detected(Instant at, DetectionReport detection) implements UpdateEvent {}

    /**
     * Step 2: something should happen to a record; records that are left alone make no event.
     *
     * @param at when
     * @param key which record
     * @param decision what, as in {@code publish [192.0.2.1] (address changed)}
     */
    record Decided(Instant at, RecordKey key, String decision) implements OfRecord {}

    /**
     * Step 3: one exchange with a provider ended.
     *
     * @param at when
     * @param account the account's key
     * @param what method and path template
     * @param elapsed how long it took
     * @param problem what went wrong, if anything
     */
    record Exchanged(Instant at, String account, String what, Duration elapsed, Optional<Problem> problem)
            implements UpdateEvent {}

    /**
     * Step 4: a provider confirmed a change, and it is remembered.
     *
     * @param at when
     * @param key which record
     * @param outcome created, updated or withdrawn
     * @param addresses what stands there now
     * @param previous what stood there before, as far as known
     * @param reason why it was published
     */
    record Changed(
            Instant at,
            RecordKey key,
            Outcome outcome,
            Set<IpAddress> addresses,
            Set<IpAddress> previous,
            String reason)
            implements OfRecord {}

    /**
     * A record got into trouble, or into another one: told once, not at every attempt.
     *
     * @param at when
     * @param key which record
     * @param problem what is wrong
     * @param notBefore when it is tried again at the earliest; empty for a hold that only settings or a person end, or
     *     until the next cycle
     */
    record Troubled(Instant at, RecordKey key, Problem problem, Optional<Instant> notBefore) implements OfRecord {}

    /**
     * A record that was in trouble is right again.
     *
     * @param at when
     * @param key which record
     */
    record Recovered(Instant at, RecordKey key) implements OfRecord {}

    /**
     * The state cannot be saved any more; told once, not at every attempt. The updater goes on with what it knows, but
     * writes nothing to a provider that cannot be read.
     *
     * @param at when
     * @param problem what is wrong
     */
    record StateTroubled(Instant at, Problem problem) implements UpdateEvent {}

    /**
     * The state is saved again, with all that could not be saved before.
     *
     * @param at when
     */
    record StateRecovered(Instant at) implements UpdateEvent {}

    /**
     * This host has no network any more: nothing is sent until it is back.
     *
     * @param at when that was noticed
     */
    record Offline(Instant at) implements UpdateEvent {}

    /**
     * The network is back.
     *
     * @param at when that was noticed
     * @param after how long it was away
     */
    record Online(Instant at, Duration after) implements UpdateEvent {}

    /**
     * A cycle has settled.
     *
     * @param at when
     * @param report what it came to
     */
    record CycleEnded(Instant at, UpdateReport report) implements UpdateEvent {}
}
