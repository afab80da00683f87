package io.github.ddnsjava.metrics;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordHistory;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gauges on the status of an updater. One reading of the registry asks many gauges, so the status is read once and used
 * for a second. Nothing is done between readings, unless records are in trouble: then their rows follow each cycle.
 * Thread-safe. The registry refers to it weakly.
 */
final class StatusMeters implements UpdateListener {
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
    private final MultiGauge troubles;
    private volatile @Nullable Seen seen;
    /** The rows of the troubles: since when each lasts. */
    private volatile Map<Tags, Instant> shown = Map.of();

    private long shownAt;

    private boolean closed;

    StatusMeters(Updater updater, MeterRegistry registry, Meters meters, Tags common, int mostRecords) {
        this.updater = updater;
        this.clock = registry.config().clock();
        this.mostRecords = mostRecords;
        this.meters = meters;
        this.breakers = several(registry, common, MeterSpec.BREAKER);
        this.records = several(registry, common, MeterSpec.RECORD_IN_SYNC);
        this.troubles = several(registry, common, MeterSpec.RECORD_TROUBLE_AGE);
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

    @Override
    public void on(UpdateEvent event) {
        if (event instanceof UpdateEvent.Reconfigured) {
            reconfigured();
        } else if (event instanceof UpdateEvent.CycleEnded cycle) {
            troublesMayDiffer(cycle.isGood());
        } else if (event instanceof UpdateEvent.Offline || event instanceof UpdateEvent.Online) {
            troublesMayDiffer(false);
        } else if ((event instanceof UpdateEvent.Trouble || event instanceof UpdateEvent.Recovery)
                && !isShownLately()) {
            troublesMayDiffer(false); // a cycle that tries again takes half a minute; of many, its end shows all
        }
    }

    private synchronized boolean isShownLately() {
        return clock.monotonicTime() - shownAt <= USED_FOR;
    }

    /**
     * Records and providers may be others. The status is read within, so that the last of two calls shows the newest. Gauges
     * that stay are not registered again: a scrape at that time would find both, and fail.
     */
    private synchronized void reconfigured() {
        if (closed) {
            return;
        }
        UpdaterStatus status = read().status();
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
        showTroubles(status);
    }

    /** If nothing was and nothing is in trouble, no status is read, so that records at rest cost nothing. */
    private synchronized void troublesMayDiffer(boolean isGood) {
        if (!closed && !(isGood && shown.isEmpty())) {
            showTroubles(read().status());
        }
    }

    private void showTroubles(UpdaterStatus status) {
        shownAt = clock.monotonicTime();
        Map<Tags, Instant> next = new LinkedHashMap<>();
        Instant now = wallTime();
        status.records().stream()
                .limit(mostRecords)
                .filter(record -> !record.isRight())
                .forEach(record -> record.problem()
                        .ifPresent(problem -> next.put(tags(record.key(), problem.kind()), since(record.key(), now))));
        if (!next.equals(shown)) {
            shown = next;
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            next.keySet().forEach(tags -> rows.add(MultiGauge.Row.of(tags, this, own -> own.age(tags))));
            troubles.register(rows, false);
        }
    }

    private static Tags tags(RecordKey key, ProblemKind kind) {
        return Meters.own(
                MeterSpec.RECORD_TROUBLE_AGE,
                key.name().toString(),
                key.type().toString(),
                key.provider(),
                kind.toString());
    }

    private Instant since(RecordKey key, Instant orElse) {
        return updater.history(key).flatMap(RecordHistory::outOfSyncSince).orElse(orElse);
    }

    private Instant wallTime() {
        return Instant.ofEpochMilli(clock.wallTime());
    }

    private double age(Tags trouble) {
        Instant now = wallTime();
        return Math.max(
                0, Duration.between(shown.getOrDefault(trouble, now), now).toMillis() / 1e3);
    }

    /** Forgets the rows, which refer to this strongly, for good. */
    synchronized void close() {
        closed = true;
        breakers.register(List.of(), true);
        records.register(List.of(), true);
        troubles.register(List.of(), true);
    }

    private boolean isRight(RecordKey key) {
        RecordReport report = now().records().get(key);
        return report != null && report.isRight();
    }

    private static MultiGauge several(MeterRegistry registry, Tags common, MeterSpec spec) {
        return MultiGauge.builder(spec.id)
                .description(spec.help)
                .baseUnit(spec.type.unit.isEmpty() ? null : spec.type.unit)
                .tags(common)
                .register(registry);
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
        return known == null || now - known.at() > USED_FOR ? read() : known;
    }

    private Seen read() {
        Seen read = counted(clock.monotonicTime(), updater.status(), mostRecords);
        seen = read;
        return read;
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
