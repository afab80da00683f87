package io.github.ddnsjava.metrics;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.event.DefectPart;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import io.micrometer.core.instrument.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts events, and notes when a step last had success. Thread-safe. */
final class EventMeters implements UpdateListener {
    /** Stands among the steps for the whole cycle. */
    static final String GOOD_CYCLE = "cycle";

    /** The steps, in their order. */
    static final Set<String> STEPS = Set.of("detect", "decide", "publish", "remember");

    private final Meters meters;
    private final Clock clock;
    private final long bound;
    /** By the registry's clock, which no setting of the host's clock moves. */
    private final Map<String, Long> last = new ConcurrentHashMap<>();

    EventMeters(Meters meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        this.bound = clock.monotonicTime();
        for (DefectPart part : DefectPart.values()) {
            meters.counter(MeterSpec.DEFECTS, part.toString()); // an alert compares with a zero that was seen
        }
        meters.counter(MeterSpec.DEFECTS, "http");
    }

    @Override
    public void on(UpdateEvent event) {
        if (event instanceof UpdateEvent.Detected e) {
            detected(e);
        } else if (event instanceof UpdateEvent.Decided e) {
            decided(e);
        } else if (event instanceof UpdateEvent.Exchanged e) {
            exchanged(e);
        } else if (event instanceof UpdateEvent.Changed e) {
            changed(e);
        } else if (event instanceof UpdateEvent.Trouble e) {
            meters.counter(MeterSpec.TROUBLES, part(e), e.problem().kind().toString())
                    .increment();
        } else if (event instanceof UpdateEvent.Defect e) {
            defect(e.part().toString());
        } else if (event instanceof UpdateEvent.CycleEnded e) {
            meters.timer(MeterSpec.CYCLES, e.isGood() ? "good" : "bad").record(e.elapsed());
            if (e.isGood()) {
                succeeded(GOOD_CYCLE);
            }
        }
    }

    void defect(String part) {
        meters.counter(MeterSpec.DEFECTS, part).increment();
    }

    private void detected(UpdateEvent.Detected event) {
        DetectionReport said = event.detection();
        String family = said.family().toString();
        meters.timer(
                        MeterSpec.DETECTIONS,
                        said.detector(),
                        family,
                        said.verdict().toString())
                .record(event.elapsed());
        boolean divided = isDivided(said.sources());
        for (SourceAnswer answer : said.sources()) {
            meters.timer(
                            MeterSpec.SOURCE_ANSWERS,
                            said.detector(),
                            family,
                            answer.source(),
                            verdict(said, answer, divided))
                    .record(answer.elapsed());
        }
        if (said.verdict() != DetectionReport.Verdict.FAILED) {
            succeeded("detect");
        }
    }

    /** Returns whether two sources answered differently. */
    private static boolean isDivided(List<SourceAnswer> answers) {
        Set<IpAddress> first = Set.of();
        for (SourceAnswer answer : answers) {
            if (first.isEmpty()) {
                first = answer.addresses();
            } else if (!answer.addresses().isEmpty() && !answer.addresses().equals(first)) {
                return true;
            }
        }
        return false;
    }

    /** Without a result, nobody knows which of several answers was right: then all disagreed. */
    private static String verdict(DetectionReport said, SourceAnswer answer, boolean divided) {
        Set<IpAddress> addresses = answer.addresses();
        if (addresses.isEmpty()) {
            return "none";
        }
        boolean agreed =
                said.addresses().isEmpty() ? !divided : said.addresses().containsAll(addresses);
        return agreed ? "agreed" : "disagreed";
    }

    private void decided(UpdateEvent.Decided event) {
        String provider = event.key().provider();
        String type = event.type().toString();
        meters.counter(
                        MeterSpec.DECISIONS,
                        provider,
                        type,
                        event.intent().name().toLowerCase(Locale.ROOT))
                .increment();
        if (event.attempt() > 1) {
            meters.counter(MeterSpec.RETRIES, provider, type).increment();
        }
        succeeded("decide");
    }

    private void exchanged(UpdateEvent.Exchanged event) {
        boolean refused = event.status().filter(status -> status >= 400).isPresent();
        String outcome =
                event.problem().map(problem -> problem.kind().toString()).orElse(refused ? "refused" : "success");
        meters.timer(MeterSpec.EXCHANGES, event.provider(), event.verb(), outcome)
                .record(event.elapsed());
        if (!event.throttled().isZero()) {
            meters.timer(MeterSpec.THROTTLED, event.provider()).record(event.throttled());
        }
        if (event.problem().isEmpty() && !refused) {
            succeeded("publish");
        }
    }

    private void changed(UpdateEvent.Changed event) {
        String provider = event.key().provider();
        String type = event.type().toString();
        meters.counter(MeterSpec.CHANGES, provider, type, event.outcome().toString())
                .increment();
        meters.timer(MeterSpec.CHANGE_LATENCY, provider, type).record(event.elapsed());
        succeeded("remember");
    }

    /** Returns which part of an updater a trouble concerns. */
    private static String part(UpdateEvent.Trouble trouble) {
        if (trouble instanceof UpdateEvent.OfRecord) {
            return "record";
        } else if (trouble instanceof UpdateEvent.DetectorTroubled) {
            return "detector";
        }
        return trouble.subject(); // network, state, configuration or cycle
    }

    private void succeeded(String step) {
        last.put(step, clock.monotonicTime());
    }

    /** Returns the nanoseconds since a step last had success. */
    double age(String step) {
        return clock.monotonicTime() - last.getOrDefault(step, bound);
    }
}
