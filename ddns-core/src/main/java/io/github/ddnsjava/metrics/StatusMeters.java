package io.github.ddnsjava.metrics;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterStatus;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gauges on the status of an updater. One reading of the registry asks many gauges, so the status is read once and used
 * for a second. Nothing is done between readings. Thread-safe. The registry refers to it weakly.
 */
final class StatusMeters {
    private static final long USED_FOR = Duration.ofSeconds(1).toNanos();

    /** What the gauges show, counted once. */
    private record Seen(
            long at,
            UpdaterStatus status,
            Map<Outcome, Integer> outcomes,
            Map<ProblemKind, Integer> holds,
            Map<RecordKey, RecordReport> records,
            Map<String, UpdaterStatus.Breaker> breakers) {}

    private final Updater updater;
    private final Clock clock;
    private final int mostRecords;
    private final Meters meters;
    private final MultiGauge breakers;
    private final MultiGauge records;
    private volatile @Nullable Seen seen;

    StatusMeters(Updater updater, MeterRegistry registry, Meters meters, Tags common, int mostRecords) {
        this.updater = updater;
        this.clock = registry.config().clock();
        this.mostRecords = mostRecords;
        this.meters = meters;
        this.breakers = several(registry, common, MeterSpec.BREAKER);
        this.records = several(registry, common, MeterSpec.RECORD_IN_SYNC);
    }

    /** Registers the gauges. */
    void register(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            gauge(registry, MeterSpec.RECORDS, of -> of.outcomes().getOrDefault(outcome, 0), outcome.toString());
        }
        for (ProblemKind kind : ProblemKind.values()) {
            gauge(registry, MeterSpec.HOLDS, of -> of.holds().getOrDefault(kind, 0), kind.toString());
        }
        gauge(registry, MeterSpec.RECORDS_DUE, of -> of.status().backlog().records());
        gauge(registry, MeterSpec.EVENTS_WAITING, of -> of.status().backlog().events());
        FunctionCounter.builder(
                        MeterSpec.EVENTS_DROPPED.id,
                        this,
                        own -> own.now().status().backlog().droppedEvents())
                .description(MeterSpec.EVENTS_DROPPED.help)
                .tags(meters.tags(MeterSpec.EVENTS_DROPPED))
                .register(registry);
        reconfigured();
    }

    /**
     * Records and providers may be others. Gauges that stay are not registered again: a scrape at that time would find both,
     * and fail.
     */
    void reconfigured() {
        seen = null;
        UpdaterStatus status = now().status();
        List<MultiGauge.Row<?>> states = new ArrayList<>();
        for (UpdaterStatus.Account account : status.accounts()) {
            for (UpdaterStatus.Breaker state : UpdaterStatus.Breaker.values()) {
                states.add(MultiGauge.Row.of(
                        Meters.own(MeterSpec.BREAKER, account.provider(), state.toString()),
                        this,
                        own -> own.now().breakers().get(account.provider()) == state ? 1 : 0));
            }
        }
        breakers.register(states, false);
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        status.records().stream()
                .limit(mostRecords)
                .map(RecordReport::key)
                .forEach(key -> rows.add(MultiGauge.Row.of(
                        Meters.own(
                                MeterSpec.RECORD_IN_SYNC,
                                key.name().toString(),
                                key.type().toString(),
                                key.provider()),
                        this,
                        own -> own.isRight(key) ? 1 : 0)));
        records.register(rows, false);
    }

    /** Forgets the rows, which refer to this strongly. */
    void close() {
        breakers.register(List.of(), true);
        records.register(List.of(), true);
    }

    private boolean isRight(RecordKey key) {
        RecordReport report = now().records().get(key);
        return report != null && report.isRight();
    }

    private static MultiGauge several(MeterRegistry registry, Tags common, MeterSpec spec) {
        return MultiGauge.builder(spec.id).description(spec.help).tags(common).register(registry);
    }

    private void gauge(MeterRegistry registry, MeterSpec spec, ToDoubleFunction<Seen> value, String... values) {
        Gauge.builder(spec.id, this, own -> value.applyAsDouble(own.now()))
                .description(spec.help)
                .tags(meters.tags(spec, values))
                .register(registry);
    }

    private Seen now() {
        long now = clock.monotonicTime();
        Seen known = seen;
        if (known == null || now - known.at() > USED_FOR) {
            known = counted(now, updater.status(), mostRecords);
            seen = known;
        }
        return known;
    }

    private static Seen counted(long now, UpdaterStatus status, int mostRecords) {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        Map<ProblemKind, Integer> holds = new EnumMap<>(ProblemKind.class);
        Map<RecordKey, RecordReport> records = new HashMap<>();
        for (RecordReport record : status.records()) {
            outcomes.merge(record.outcome(), 1, Integer::sum);
            if (record.outcome() == Outcome.HELD) {
                record.problem().ifPresent(problem -> holds.merge(problem.kind(), 1, Integer::sum));
            }
            if (records.size() < mostRecords) {
                records.put(record.key(), record);
            }
        }
        Map<String, UpdaterStatus.Breaker> breakers = new HashMap<>();
        status.accounts().forEach(account -> breakers.put(account.provider(), account.breaker()));
        return new Seen(now, status, outcomes, holds, records, breakers);
    }
}
