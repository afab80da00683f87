package io.github.ddnsjava.event;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ReconfigurationReport;
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
     * A record, a detector, the network, the state or the configuration got into trouble. The event is sent once when the trouble begins.
     * It is sent again if a record gets a different problem. It is not sent for each attempt. A {@link Recovery} with
     * the same {@link #subject} ends the trouble.
     */
    sealed interface Trouble extends UpdateEvent {
        /**
         * Returns what is in trouble, for people: {@code home.example.com A at cf}, {@code detector wan ipv4},
         * {@code network}, {@code state} or {@code configuration}.
         */
        String subject();

        /** Returns what is wrong. */
        Problem problem();
    }

    /** The {@link Trouble} with the same {@link #subject} is over. */
    sealed interface Recovery extends UpdateEvent {
        /** Returns what was in trouble: the text of {@link Trouble#subject}. */
        String subject();
    }

    /**
     * Step 1: a detector answered or failed. If a caller waits for the cycle, a detector that failed is asked again.
     * This is the last answer.
     *
     * @param at when it happened
     * @param detection the answer or the failure
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
     * Step 4: a provider confirmed a change, and the change is remembered.
     *
     * @param at when it was confirmed
     * @param key which record
     * @param outcome created, updated or withdrawn
     * @param addresses the addresses after the change
     * @param previous the addresses before the change, as far as they are known
     * @param reason why the change was published
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
     * A record got into trouble, or its trouble became another one. It is no trouble if this host has no address of the
     * family and nothing is published.
     *
     * @param at when it happened
     * @param key which record
     * @param problem what is wrong
     * @param notBefore the earliest time of the next attempt; empty if the record waits for the next cycle, or for
     *     settings or a person
     */
    record Troubled(Instant at, RecordKey key, Problem problem, Optional<Instant> notBefore)
            implements OfRecord, Trouble {
        @Override
        public String subject() {
            return key.toString();
        }
    }

    /**
     * A record that was in trouble is in sync again.
     *
     * @param at when it happened
     * @param key which record
     */
    record Recovered(Instant at, RecordKey key) implements OfRecord, Recovery {
        @Override
        public String subject() {
            return key.toString();
        }
    }

    /**
     * A detector cannot determine the address of a family. The records of this detector are not updated until it can.
     * {@link io.github.ddnsjava.Updater#status} shows each of these records with this reason. The event is not sent
     * while there is no network, because {@link Offline} is the cause then.
     *
     * @param at when it happened
     * @param detector the key of the configured detector
     * @param family the requested family
     * @param problem what is wrong
     */
    record DetectorTroubled(Instant at, String detector, IpFamily family, Problem problem) implements Trouble {
        @Override
        public String subject() {
            return "detector " + detector + " " + family;
        }
    }

    /**
     * A detector that was in trouble answers again. It reports an address, or that this host has none.
     *
     * @param at when it happened
     * @param detector the key of the configured detector
     * @param family the requested family
     */
    record DetectorRecovered(Instant at, String detector, IpFamily family) implements Recovery {
        @Override
        public String subject() {
            return "detector " + detector + " " + family;
        }
    }

    /**
     * The state can no longer be saved durably. This event occurs once, and not at every attempt. The updater continues
     * with what it knows, but it writes nothing to a provider that cannot be read.
     *
     * @param at when it happened
     * @param problem what is wrong
     */
    record StateTroubled(Instant at, Problem problem) implements Trouble {
        @Override
        public String subject() {
            return "state";
        }
    }

    /**
     * The state is saved again, including everything that could not be saved before.
     *
     * @param at when it happened
     */
    record StateRecovered(Instant at) implements Recovery {
        @Override
        public String subject() {
            return "state";
        }
    }

    /**
     * This host has lost its network. Nothing is sent until the network is back.
     *
     * @param at when the loss was noticed
     * @param problem what is wrong; status and reports show it for each record
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
     * @param after how long it was lost
     */
    record Online(Instant at, Duration after) implements Recovery {
        @Override
        public String subject() {
            return "network";
        }
    }

    /**
     * The set-up was replaced by {@link io.github.ddnsjava.Updater#reconfigure} or {@link
     * io.github.ddnsjava.Updater#replaceRecords}.
     *
     * @param at when it was replaced
     * @param report what changed
     */
    record Reconfigured(Instant at, ReconfigurationReport report) implements UpdateEvent {}

    /**
     * The configuration file that the updater {@linkplain io.github.ddnsjava.Updater#follow follows} cannot be used as it is
     * now. The updater goes on with what it had. The event is sent again if something else is wrong with it.
     *
     * @param at when that was noticed
     * @param problem what is wrong
     */
    record ConfigurationTroubled(Instant at, Problem problem) implements Trouble {
        @Override
        public String subject() {
            return "configuration";
        }
    }

    /**
     * The configuration file can be used again, and is used. A {@link Reconfigured} says what changed.
     *
     * @param at when that was noticed
     */
    record ConfigurationRecovered(Instant at) implements Recovery {
        @Override
        public String subject() {
            return "configuration";
        }
    }

    /**
     * A cycle has ended.
     *
     * @param at when it ended
     * @param report its result
     */
    record CycleEnded(Instant at, UpdateReport report) implements UpdateEvent {}
}
