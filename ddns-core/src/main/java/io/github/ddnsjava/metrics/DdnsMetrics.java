package io.github.ddnsjava.metrics;

import io.github.ddnsjava.Updater;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Binds an updater to a registry of Micrometer:
 *
 * <pre>{@code
 * new DdnsMetrics(updater).bindTo(registry);
 * }</pre>
 *
 * <p>Spring Boot and others bind each bean of the type {@link MeterBinder} by themselves. Names, keys, units and meanings of
 * all meters are in {@code docs/monitoring/metrics.md}. No meter contains an address or a secret. Names of records are
 * values of two gauges only, for at most 1,000 records unless the host allows more; {@code 0} is without any.
 *
 * <p>Counters and timers follow the updater's events, on the thread of its listeners, so they cost the cycle nothing. Gauges
 * read the {@linkplain Updater#status status} while the registry is read, at most once a second. Nothing costs anything
 * before {@link #bindTo} is called.
 *
 * <p>Use one for each updater. Several updaters in one registry need tags that tell them apart. Thread-safe. On the module
 * path the application must require {@code micrometer.core} itself.
 */
@SuppressWarnings("exports") // whoever uses it requires Micrometer; all others must not need to
public final class DdnsMetrics implements MeterBinder, AutoCloseable {
    private static final int MOST_RECORDS = 1_000;

    private final Updater updater;
    private final Tags common;
    private final int mostRecords;
    private final List<EventMeters> bound = new CopyOnWriteArrayList<>();
    private final List<StatusMeters> statuses = new CopyOnWriteArrayList<>();

    /**
     * Makes one.
     *
     * @param updater the updater
     * @param tags are added to all meters
     */
    public DdnsMetrics(Updater updater, Tag... tags) {
        this(updater, MOST_RECORDS, tags);
    }

    /**
     * Makes one with another limit of records.
     *
     * @param updater the updater
     * @param mostRecords how many records get a gauge of their own; the first ones, in the order of their keys
     * @param tags are added to all meters
     */
    public DdnsMetrics(Updater updater, int mostRecords, Tag... tags) {
        if (mostRecords < 0) {
            throw new IllegalArgumentException("mostRecords is " + mostRecords + "; use 0 or more");
        }
        this.updater = updater;
        this.mostRecords = mostRecords;
        this.common = Tags.of(tags);
    }

    /** Registers the meters, and begins to count. Several registries can be bound. */
    @Override
    public void bindTo(MeterRegistry registry) {
        Meters meters = new Meters(registry, common);
        StatusMeters status = new StatusMeters(updater, registry, meters, common, mostRecords);
        EventMeters events = new EventMeters(meters, registry.config().clock());
        updater.addListener(status); // before it reads the status: a set-up that is replaced meanwhile is read again
        status.register(registry);
        EventMeters.STEPS.forEach(step -> age(registry, meters, MeterSpec.STEP_AGE, events, step, step));
        age(registry, meters, MeterSpec.CYCLE_AGE, events, EventMeters.GOOD_CYCLE);
        bound.add(events);
        statuses.add(status);
        updater.addListener(events);
    }

    private static void age(
            MeterRegistry registry, Meters meters, MeterSpec spec, EventMeters events, String step, String... values) {
        TimeGauge.builder(spec.id, events, TimeUnit.NANOSECONDS, own -> own.age(step))
                .description(spec.help)
                .tags(meters.tags(spec, values))
                .register(registry);
    }

    /**
     * Counts an exception that nobody expected in what the host serves over HTTP for this updater: {@code ddns.defects} with
     * the part {@code http}. The updater itself serves nothing.
     */
    public void countHttpDefect() {
        bound.forEach(events -> events.defect("http"));
    }

    /** Ends counting. The meters stay in their registries, which do not keep the updater from being collected. */
    @Override
    public void close() {
        bound.forEach(updater::removeListener);
        bound.clear();
        statuses.forEach(updater::removeListener);
        statuses.forEach(StatusMeters::close);
        statuses.clear();
    }
}
