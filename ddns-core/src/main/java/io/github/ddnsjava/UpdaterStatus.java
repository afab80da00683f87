package io.github.ddnsjava;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The current state of an updater. Reading it does not disturb the updater. Immutable and thread-safe.
 *
 * @param running whether the updater was started and is not closed
 * @param paused whether its cycles are paused
 * @param records one entry for each record, ordered by key: what is confirmed, and what is wrong
 * @param health whether the network, the detectors and the providers answer; also a state that cannot be saved, and
 *     blocked threads
 * @param lastCycle when the last cycle ended; empty if none has
 * @param nextCycle when the next regular cycle begins; other cycles begin earlier if there is a reason. Empty if none
 *     is planned
 * @param accounts what is known of the account of each configured provider, ordered by the provider's key
 * @param backlog what waits to be done
 * @param detections the last answer of each detector for each family, ordered by both; none before its first poll
 * @param groups who leads each group of records, in the order of the groups; none if there is no cluster
 */
public record UpdaterStatus(
        boolean running,
        boolean paused,
        List<RecordReport> records,
        UpdaterHealth health,
        Optional<Instant> lastCycle,
        Optional<Instant> nextCycle,
        List<Account> accounts,
        Backlog backlog,
        List<DetectionReport> detections,
        List<Group> groups) {
    /** Copies the lists. */
    public UpdaterStatus {
        records = List.copyOf(records);
        accounts = List.copyOf(accounts);
        detections = List.copyOf(detections);
        groups = List.copyOf(groups);
    }

    /**
     * What is known of the account that a configured provider uses. Immutable and thread-safe.
     *
     * @param provider the key of the configured provider
     * @param breaker the state of the circuit breaker
     * @param notBefore the earliest time of the next request; empty if requests may be sent, or wait for settings or a
     *     person
     * @param problem why nothing is sent; empty if nothing is wrong with the account
     */
    public record Account(String provider, Breaker breaker, Optional<Instant> notBefore, Optional<Problem> problem) {}

    /** The states of a circuit breaker. */
    public enum Breaker {
        /** Requests are sent. */
        CLOSED("closed"),
        /** The server does not answer, and nothing is sent until the wait is over. */
        OPEN("open"),
        /** The wait is over. The next request shows whether the server answers again. */
        HALF_OPEN("half-open");

        private final String text;

        Breaker(String text) {
            this.text = text;
        }

        /** Returns the lower-case word. */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Who leads a group of records in the cluster, as this node knows. Immutable and thread-safe.
     *
     * @param name the name of the group
     * @param leader the node that leads it; empty if none does, or it is not known which
     * @param ours whether this node leads it
     * @param since when that was noticed; empty before this node has asked
     * @param records how many records are in the group
     */
    public record Group(String name, Optional<String> leader, boolean ours, Optional<Instant> since, int records) {}

    /**
     * What waits to be done. Immutable and thread-safe.
     *
     * @param records how many records the next cycle looks at although their address did not change
     * @param events how many events wait for listeners
     * @param droppedEvents how many events were dropped since the updater was made, because listeners were too slow
     */
    public record Backlog(int records, int events, long droppedEvents) {}
}
