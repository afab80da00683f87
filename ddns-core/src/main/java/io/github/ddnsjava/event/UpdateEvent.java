package io.github.ddnsjava.event;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** An event of an updater. It never contains a secret. Immutable and thread-safe. */
public sealed interface UpdateEvent {
    /** Returns when the event happened, by the updater's clock. */
    Instant at();

    /** An event that concerns one record. */
    sealed interface OfRecord extends UpdateEvent {
        /** Returns the key of the record. */
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
     * Something got into trouble: a record, a detector, or the network. Sent once when the trouble begins, and once more
     * when a record's trouble becomes another kind; not at every attempt. A {@link Recovery} of the same {@link
     * #subject} ends it.
     */
    sealed interface Trouble extends UpdateEvent {
        /** Returns what is in trouble, for people: {@code home.example.com A at cf}, or {@code detector wan ipv4}. */
        String subject();

        /** Returns what is wrong. */
        Problem problem();
    }

    /** The {@link Trouble} of the same {@link #subject} is over. */
    sealed interface Recovery extends UpdateEvent {
        /** Returns what was in trouble, in the words of its {@link Trouble#subject}. */
        String subject();
    }

    /**
     * Step 1: a detector answered, or failed. A cycle that somebody waits for asks a detector that failed again; this is
     * the last answer.
     *
     * @param at when
     * @param detection what it said
     */
    record Detected(Instant at, DetectionReport detection) implements UpdateEvent {}

    /**
     * Step 2: a decision was made for a record. There is no event for a record that is left alone.
     *
     * @param at when it happened
     * @param key which record
     * @param decision the decision, as in {@code publish [192.0.2.1] (address changed)}
     */
    record Decided(Instant at, RecordKey key, String decision) implements OfRecord {}

    /**
     * Step 3: one exchange with a provider ended.
     *
     * @param at when it ended
     * @param account the account's key
     * @param what the method and the path template
     * @param elapsed how long it took
     * @param problem what went wrong; empty after a success
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
     * A record got into trouble, or into another one. That this host has no address of the family is no trouble while
     * nothing is published.
     *
     * @param at when
     * @param key which record
     * @param problem what is wrong
     * @param notBefore when it is tried again at the earliest; empty for a hold that only settings or a person end, or
     *     until the next cycle
     */
    record Troubled(Instant at, RecordKey key, Problem problem, Optional<Instant> notBefore)
            implements OfRecord, Trouble {
        @Override
        public String subject() {
            return key.toString();
        }
    }

    /**
     * A record that was in trouble is right again.
     *
     * @param at when
     * @param key which record
     */
    record Recovered(Instant at, RecordKey key) implements OfRecord, Recovery {
        @Override
        public String subject() {
            return key.toString();
        }
    }

    /**
     * A detector cannot tell the address of a family. Its records are not updated until it can; {@link
     * io.github.ddnsjava.Updater#status} shows each of them with this reason. Not sent while there is no network: then
     * {@link Offline} is the cause.
     *
     * @param at when
     * @param detector the configured detector's key
     * @param family which family it was asked for
     * @param problem why
     */
    record DetectorTroubled(Instant at, String detector, IpFamily family, Problem problem) implements Trouble {
        @Override
        public String subject() {
            return "detector " + detector + " " + family;
        }
    }

    /**
     * A detector that was in trouble answers again: it tells an address, or that this host has none.
     *
     * @param at when
     * @param detector the configured detector's key
     * @param family which family it was asked for
     */
    record DetectorRecovered(Instant at, String detector, IpFamily family) implements Recovery {
        @Override
        public String subject() {
            return "detector " + detector + " " + family;
        }
    }

    /**
     * The state could not be made durable; the updater goes on with what it knows.
     *
     * @param at when
     * @param problem what is wrong
     */
    record StateTroubled(Instant at, Problem problem) implements UpdateEvent {}

    /**
     * This host has no network any more: nothing is sent until it is back.
     *
     * @param at when that was noticed
     * @param problem what is wrong, as it stands at each record in status and reports
     */
    record Offline(Instant at, Problem problem) implements Trouble {
        @Override
        public String subject() {
            return "network";
        }
    }

    /**
     * The network is back.
     *
     * @param at when that was noticed
     * @param after how long it was away
     */
    record Online(Instant at, Duration after) implements Recovery {
        @Override
        public String subject() {
            return "network";
        }
    }

    /**
     * A cycle has settled.
     *
     * @param at when
     * @param report what it came to
     */
    record CycleEnded(Instant at, UpdateReport report) implements UpdateEvent {}
}
