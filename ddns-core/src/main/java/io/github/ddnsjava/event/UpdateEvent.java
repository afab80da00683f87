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
import io.github.ddnsjava.publish.Intent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An event of an updater. It never contains a secret. Immutable and thread-safe.
 *
 * <p>The events of one cycle have the same {@code cycle}: a number that counts from 1 in each updater. It is 0 where no
 * cycle is the cause.
 */
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
     * A record, a detector, the network, the state, the configuration, the cluster or a cycle got into trouble. The event
     * is sent once when the trouble begins, and again if a record gets a different problem. It is not sent for each
     * attempt. A {@link Recovery} with the same {@link #subject} ends the trouble.
     */
    sealed interface Trouble extends UpdateEvent {
        /**
         * Returns what is in trouble, for people: {@code home.example.com A at cf}, {@code detector wan ipv4},
         * {@code network}, {@code state}, {@code configuration}, {@code cluster} or {@code cycle}.
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
     * @param elapsed how long it took
     * @param cycle the number of the cycle
     */
    record Detected(Instant at, DetectionReport detection, Duration elapsed, long cycle) implements UpdateEvent {}

    /**
     * Step 2: a decision was made for a record. There is no event for a record that is left alone.
     *
     * @param at when it happened
     * @param key which record
     * @param intent what the provider is asked for
     * @param addresses the addresses that are to be published; empty for a withdrawal
     * @param reason the cause, in a word or two
     * @param attempt 1, or one more than the attempts that failed before
     * @param cycle the number of the cycle
     */
    record Decided(
            Instant at, RecordKey key, Intent intent, Set<IpAddress> addresses, String reason, int attempt, long cycle)
            implements OfRecord {
        /** Returns the decision for people, as in {@code ensure [192.0.2.1] (address changed)}. */
        public String decision() {
            return intent.name().toLowerCase(Locale.ROOT) + " " + addresses + " (" + reason + ")";
        }
    }

    /**
     * Step 3: one exchange with a provider ended.
     *
     * @param at when it ended
     * @param account the account's key
     * @param provider the key of the configured provider
     * @param what the method and the path template
     * @param elapsed how long it took
     * @param throttled how long it waited before that for the request budget of the account
     * @param status the HTTP status of the answer; empty if there was no answer, and for other protocols
     * @param problem what went wrong; empty after a success
     * @param cycle the number of the cycle
     */
    record Exchanged(
            Instant at,
            String account,
            String provider,
            String what,
            Duration elapsed,
            Duration throttled,
            Optional<Integer> status,
            Optional<Problem> problem,
            long cycle)
            implements UpdateEvent {
        /** Returns the first word of {@link #what}: the HTTP method, or what another protocol has in its place. */
        public String verb() {
            int end = what.indexOf(' ');
            return end < 0 ? what : what.substring(0, end);
        }
    }

    /**
     * Step 4: a provider confirmed a change, and the change is remembered.
     *
     * @param at when it was confirmed
     * @param key which record
     * @param outcome created, updated or withdrawn
     * @param addresses the addresses after the change
     * @param previous the addresses before the change, as far as they are known
     * @param reason why the change was published
     * @param elapsed the time since these addresses were first detected or pushed
     * @param attempt 1, or one more than the attempts that failed before
     * @param cycle the number of the cycle
     */
    record Changed(
            Instant at,
            RecordKey key,
            Outcome outcome,
            Set<IpAddress> addresses,
            Set<IpAddress> previous,
            String reason,
            Duration elapsed,
            int attempt,
            long cycle)
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
     * @param attempt how many attempts in a row have failed; 0 if nothing was sent
     * @param cycle the number of the cycle
     */
    record Troubled(Instant at, RecordKey key, Problem problem, Optional<Instant> notBefore, int attempt, long cycle)
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
     * @param cycle the number of the cycle
     */
    record Recovered(Instant at, RecordKey key, long cycle) implements OfRecord, Recovery {
        @Override
        public String subject() {
            return key.toString();
        }
    }

    /**
     * A detector cannot determine the address of a family. Its records are not updated until it can, and the status shows
     * this reason. It is not sent while there is no network, because {@link Offline} is the cause then.
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
     * A detector that was in trouble answers again: with an address, or that this host has none.
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
     * The state can no longer be saved durably. The updater continues, but writes nothing to a provider without read.
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
     * The state is saved again, or the rows that could not be saved are another machine's by now.
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
     * The set-up was replaced by {@code Updater.reconfigure} or {@code replaceRecords}.
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
     * A cycle does not end, because a thread is stuck: in a policy, a veto or a store of the application, or by a defect of
     * the updater. The log has the stack of that thread. The event is sent once, until no cycle is stuck.
     *
     * @param at when that was noticed
     * @param problem what is wrong, with the place where the thread is stuck
     * @param cycle the number of the cycle
     * @param stack the stack of the thread that is stuck, the innermost call first; empty if no thread works on the cycle
     */
    record CycleTroubled(Instant at, Problem problem, long cycle, List<StackTraceElement> stack) implements Trouble {
        /** Copies the list. */
        public CycleTroubled {
            stack = List.copyOf(stack);
        }

        @Override
        public String subject() {
            return "cycle";
        }
    }

    /**
     * No cycle is stuck any more.
     *
     * @param at when that was noticed
     */
    record CycleRecovered(Instant at) implements Recovery {
        @Override
        public String subject() {
            return "cycle";
        }
    }

    /**
     * Another node of the cluster leads a group of records from now on, or none does.
     *
     * @param at when that was noticed
     * @param group the name of the group, for example {@code g0}
     * @param leader the node that leads it; empty if none does, or it is not known which
     * @param isOurs whether this node leads it
     * @param why the cause
     */
    record LeadershipChanged(Instant at, String group, Optional<String> leader, boolean isOurs, String why)
            implements UpdateEvent {}

    /**
     * This node cannot do its part in the cluster. It writes nothing for a group whose lease has ended.
     *
     * @param at when that was noticed
     * @param problem what is wrong
     */
    record ClusterTroubled(Instant at, Problem problem) implements Trouble {
        @Override
        public String subject() {
            return "cluster";
        }
    }

    /**
     * This node does its part in the cluster again.
     *
     * @param at when that was noticed
     */
    record ClusterRecovered(Instant at) implements Recovery {
        @Override
        public String subject() {
            return "cluster";
        }
    }

    /**
     * A cycle has ended.
     *
     * @param at when it ended
     * @param report its result
     * @param elapsed how long it took
     * @param cycle its number
     */
    record CycleEnded(Instant at, UpdateReport report, Duration elapsed, long cycle) implements UpdateEvent {
        /** Returns whether every detector answered, and every record of the report is in sync. */
        public boolean isGood() {
            return report.isRight()
                    && report.detections().stream().noneMatch(d -> d.verdict() == DetectionReport.Verdict.FAILED);
        }
    }

    /**
     * Something threw an exception that nobody expected. The updater goes on, and the log has the stack trace, if there
     * is one. It is not sent for a listener that fails on this very event.
     *
     * @param at when it happened
     * @param part what has the defect
     * @param problem what was thrown; the class of the exception, but never its message
     */
    record Defect(Instant at, DefectPart part, String problem) implements UpdateEvent {}
}
