package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.internal.Product;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.log.KeyValues;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs one line when an updater starts, and one when it closes: what a person needs to see that it is well set up.
 * Thread-safe.
 */
final class Lifetime {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.ddnsjava.events");

    private final InstantSource clock;
    private volatile Optional<Instant> started = Optional.empty();

    Lifetime(InstantSource clock) {
        this.clock = clock;
    }

    /** The updater has started. */
    void begins(EngineParts parts, Optional<Instant> firstLook) {
        int records = parts.records().size();
        started = Optional.of(clock.instant());
        String detectors = parts.detectors().isEmpty()
                ? "no detector, addresses are pushed"
                : "detectors " + keys(parts.detectors());
        String every = Durations.format(parts.schedule().every());
        String first = firstLook
                .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse("now");
        KeyValues.none()
                .with("version", Product.VERSION)
                .with("records", records)
                .on(LOG.atInfo())
                .log(
                        "ddnsjava {} started: {}, {}, providers {}, address checked every {} (±{} %), state in {},"
                                + " first check at {}",
                        Product.VERSION,
                        counted(records),
                        detectors,
                        keys(parts.providers()),
                        every,
                        Math.round(100 * parts.schedule().jitter()),
                        parts.state(),
                        first);
    }

    /** The updater is closing; nothing is said of one that was never started. */
    void ends(List<RecordReport> records) {
        started.ifPresent(at -> {
            long right = records.stream().filter(RecordReport::isRight).count();
            Duration lived = Duration.between(at, clock.instant());
            Duration shown = lived.isNegative() ? Duration.ZERO : lived.truncatedTo(ChronoUnit.SECONDS);
            KeyValues.none()
                    .with("version", Product.VERSION)
                    .with("records", records.size())
                    .with("in_sync", right)
                    .lasted(shown)
                    .on(LOG.atInfo())
                    .log(
                            "ddnsjava {} closed after {}: {} of {} in sync",
                            Product.VERSION,
                            Durations.format(shown),
                            right,
                            counted(records.size()));
        });
    }

    private static String counted(int records) {
        return records == 1 ? "1 record" : records + " records";
    }

    private static Set<String> keys(Map<String, ?> configured) {
        return new TreeSet<>(EngineParts.asGiven(configured).keySet());
    }
}
