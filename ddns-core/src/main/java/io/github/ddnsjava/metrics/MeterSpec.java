package io.github.ddnsjava.metrics;

import java.time.Duration;
import java.util.List;

/**
 * The list of all meters. The manual's table is generated from it. All meters of one name have the same keys, because a
 * Prometheus registry drops a meter whose keys differ from those of the first of its name.
 */
enum MeterSpec {
    DETECTIONS(
            "ddns.detections",
            Type.TIMER,
            List.of("detector", "family", "verdict"),
            "Polls of a detector for one family, by verdict: found, absent or failed"),
    SOURCE_ANSWERS(
            "ddns.source.answers",
            Type.TIMER,
            List.of("detector", "family", "source", "verdict"),
            "Answers of one source of a detector, by verdict: agreed, disagreed or none"),
    DECISIONS(
            "ddns.decisions",
            Type.COUNTER,
            List.of("provider", "type", "intent"),
            "Decisions to send something for a record, by intent: ensure, touch or withdraw"),
    RETRIES(
            "ddns.retries",
            Type.COUNTER,
            List.of("provider", "type"),
            "Decisions to send something for a record whose last attempt failed"),
    EXCHANGES(
            "ddns.exchanges",
            Type.TIMER,
            List.of("provider", "verb", "outcome"),
            "Exchanges with a provider, by outcome: success, the kind of the problem, or refused (an error status whose"
                    + " meaning the provider finds in the body afterwards)"),
    THROTTLED(
            "ddns.throttled",
            Type.TIMER,
            List.of("provider"),
            "Exchanges that waited for the request budget of their account, and how long they waited"),
    CHANGES(
            "ddns.changes",
            Type.COUNTER,
            List.of("provider", "type", "outcome"),
            "Confirmed changes of records, by outcome: created, updated or withdrawn"),
    CHANGE_LATENCY(
            "ddns.change.latency",
            Type.TIMER,
            List.of("provider", "type"),
            "Time from the first detection of an address until the provider confirmed it"),
    TROUBLES(
            "ddns.troubles",
            Type.COUNTER,
            List.of("part", "kind"),
            "Troubles that began, by part (record, detector, network, state, configuration, cycle) and kind of the problem"),
    CYCLES(
            "ddns.cycles",
            Type.TIMER,
            List.of("result"),
            "Cycles; good if every detector answered and every record of the cycle is in sync, otherwise bad"),
    DEFECTS(
            "ddns.defects",
            Type.COUNTER,
            List.of("part"),
            "Exceptions that nobody expected, by part: listener, detector, policy, provider, health-check, engine or"
                    + " http"),
    CYCLE_AGE(
            "ddns.cycle.age",
            Type.TIME_GAUGE,
            List.of(),
            "Time since the last good cycle ended, or since the metrics were bound"),
    STEP_AGE(
            "ddns.step.age",
            Type.TIME_GAUGE,
            List.of("step"),
            "Time since a step last did something with success, or since the metrics were bound; decide, publish and"
                    + " remember do nothing while no address changes"),
    RECORDS("ddns.records", Type.GAUGE, List.of("outcome"), "Records, by their current outcome"),
    HOLDS("ddns.holds", Type.GAUGE, List.of("kind"), "Records for which nothing is sent on purpose, by the reason"),
    RECORDS_DUE(
            "ddns.records.due",
            Type.GAUGE,
            List.of(),
            "Records that the next cycle looks at although their address did not change"),
    EVENTS_WAITING("ddns.events.waiting", Type.GAUGE, List.of(), "Events that wait for listeners"),
    EVENTS_DROPPED(
            "ddns.events.dropped",
            Type.COUNTER,
            List.of(),
            "Events that were dropped because listeners were too slow; the other counters lack them"),
    BREAKER(
            "ddns.breaker",
            Type.GAUGE,
            List.of("provider", "state"),
            "1 for the state of a provider's circuit breaker, 0 for the other states: closed, open or half-open"),
    RECORD_IN_SYNC(
            "ddns.record.in.sync",
            Type.GAUGE,
            List.of("name", "type", "provider"),
            "1 if the record is in sync, otherwise 0; only for the first 1000 records, or as many as the host allows"),
    RECORD_TROUBLE_AGE(
            "ddns.record.trouble.age",
            Type.TIME_GAUGE,
            List.of("name", "type", "provider", "kind"),
            "Time for which a record has not been in sync, by the kind of its problem; only for records in trouble, of those"
                    + " that ddns.record.in.sync has");

    /** The limits of the buckets of exchanges and detections. A provider mostly answers within 2 seconds. */
    private static final Duration[] EXCHANGE_BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    /** A confirmation over a time takes minutes, and a provider that is down takes longer. */
    private static final Duration[] LATENCY_BUCKETS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofHours(1)
    };

    /** The types of meters. */
    enum Type {
        COUNTER("counter", ""),
        TIMER("timer", "seconds"),
        GAUGE("gauge", ""),
        TIME_GAUGE("gauge", "seconds");

        final String word;
        final String unit;

        Type(String word, String unit) {
            this.word = word;
            this.unit = unit;
        }
    }

    final String id;
    final Type type;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    final List<String> keys;

    final String help;

    MeterSpec(String id, Type type, List<String> keys, String help) {
        this.id = id;
        this.type = type;
        this.keys = keys;
        this.help = help;
    }

    /** Returns the limits of the buckets of a timer; none if it has no buckets. */
    Duration[] buckets() {
        return switch (this) {
            case EXCHANGES, DETECTIONS -> EXCHANGE_BUCKETS.clone();
            case CHANGE_LATENCY -> LATENCY_BUCKETS.clone();
            default -> new Duration[0];
        };
    }
}
