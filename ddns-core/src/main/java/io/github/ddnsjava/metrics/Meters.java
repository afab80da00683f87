package io.github.ddnsjava.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Makes the meters of one registry by their specification. Counters and timers are kept, because to look one up in the
 * registry takes longer than to count. Thread-safe.
 */
final class Meters {
    private final MeterRegistry registry;
    private final Tags common;
    private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();
    private final Map<List<String>, Timer> timers = new ConcurrentHashMap<>();

    Meters(MeterRegistry registry, Tags common) {
        this.registry = registry;
        this.common = common;
    }

    /** Returns a counter. The values belong to the keys of the specification, in their order. */
    Counter counter(MeterSpec spec, String... values) {
        return kept(
                counters,
                spec,
                values,
                tags -> Counter.builder(spec.id)
                        .description(spec.help)
                        .tags(tags)
                        .register(registry));
    }

    /** Returns a timer. The values belong to the keys of the specification, in their order. */
    Timer timer(MeterSpec spec, String... values) {
        return kept(
                timers,
                spec,
                values,
                tags -> Timer.builder(spec.id)
                        .description(spec.help)
                        .serviceLevelObjectives(spec.buckets())
                        .tags(tags)
                        .register(registry));
    }

    private <M> M kept(Map<List<String>, M> made, MeterSpec spec, String[] values, Function<Tags, M> make) {
        String[] all = new String[values.length + 1];
        all[0] = spec.id;
        System.arraycopy(values, 0, all, 1, values.length);
        List<String> key = List.of(all);
        M known = made.get(key);
        return known != null ? known : made.computeIfAbsent(key, absent -> make.apply(tags(spec, values)));
    }

    /** Returns the tags of a meter: the host's, and one for each key of the specification. */
    Tags tags(MeterSpec spec, String... values) {
        return common.and(own(spec, values));
    }

    /** Returns one tag for each key of the specification. */
    static Tags own(MeterSpec spec, String... values) {
        if (values.length != spec.keys.size()) {
            throw new IllegalArgumentException(spec.id + " has the keys " + spec.keys);
        }
        List<Tag> own = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            own.add(Tag.of(spec.keys.get(i), values[i]));
        }
        return Tags.of(own);
    }
}
