package io.github.ddnsjava.internal.engine.cycle;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.decide.Evidence;
import io.github.ddnsjava.decide.EvidenceKind;
import io.github.ddnsjava.detect.AddressGuard;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.event.DefectPart;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.internal.config.SteadyDetector;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Errand;
import io.github.ddnsjava.internal.engine.work.Race;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Step 1 within one cycle: asks each detector once for each family, for all records and combined detectors that need
 * the answer. Addresses that must not be published are refused here. Thread-safe.
 */
public final class DetectionRound implements DetectionContext {
    private record Asked(IpDetector detector, IpFamily family, Set<IpAddress> previous) {}

    private record Who(IpDetector detector, IpFamily family) {
        @Override
        public String toString() {
            return SteadyDetector.name(detector) + " (asked for " + family + ")";
        }
    }

    /**
     * A detector limits each of its sources to {@link #timeout}. After this many timeouts, the detector itself is
     * interrupted and abandoned.
     */
    private static final int TIMEOUTS = 12;

    private final EngineParts parts;
    private final Workers workers;
    private final boolean early;
    private final boolean second;
    private final Set<String> avoid;
    private final Set<IpAddress> previous;
    /** Which detector sees this round, as a text for people. */
    private final String asker;

    private final Map<Asked, FutureTask<Detection>> asked;
    private final Map<Set<String>, DetectionRound> secondRounds = new ConcurrentHashMap<>();

    private DetectionRound(EngineParts parts, Workers workers, boolean early, boolean second, Set<String> avoid) {
        this.parts = parts;
        this.workers = workers;
        this.early = early;
        this.second = second;
        this.avoid = avoid;
        this.previous = Set.of();
        this.asker = "a detector";
        this.asked = new ConcurrentHashMap<>();
    }

    /** The same round, seen by a feed that said those addresses last, or by one of its detectors. */
    private DetectionRound(DetectionRound round, Set<IpAddress> previous, String asker) {
        this.parts = round.parts;
        this.workers = round.workers;
        this.early = round.early;
        this.second = round.second;
        this.avoid = round.avoid;
        this.previous = previous;
        this.asker = asker;
        this.asked = round.asked;
    }

    /**
     * Makes the round of a cycle.
     *
     * @param early whether the cycle comes sooner than the period would have it
     */
    public static DetectionRound first(EngineParts parts, Workers workers, boolean early) {
        return new DetectionRound(parts, workers, early, false, Set.of());
    }

    /** Asks all of these feeds, and returns what they say. */
    public List<DetectionReport> lookAt(Collection<Feed> feeds) throws InterruptedException {
        List<DetectionReport> reports = new ArrayList<>();
        for (Feed feed : feeds) {
            look(feed, 0).report().ifPresent(reports::add);
        }
        return reports;
    }

    /** Asks the feed, which said those addresses last; a failure is a sighting too. */
    public Sighting look(Feed feed, Set<IpAddress> saidLast, long sequence) throws InterruptedException {
        return new DetectionRound(this, saidLast, asker).look(feed, sequence);
    }

    /** Asks the feed; a failure is a sighting too. */
    public Sighting look(Feed feed, long sequence) throws InterruptedException {
        IpDetector detector = feed.detector;
        if (detector == null) {
            return Sighting.none(Sighting.NOTHING_PUSHED, sequence);
        }
        try {
            return Sighting.of(feed.key, ask(detector, feed.family), sequence);
        } catch (DetectionException e) {
            return Sighting.failed(feed, e.problem(), e.evidence(), sequence, e.mayPass());
        }
    }

    /** Takes a second reading: on fresh connections, and from other operators than agreed on the first. */
    public Evidence secondReading(Feed feed, Detection.Found first) throws InterruptedException {
        Set<String> operators = first.evidence().stream()
                .filter(answer -> !answer.addresses().isEmpty())
                .map(SourceAnswer::operator)
                .collect(Collectors.toSet());
        Sighting sighting = secondRounds
                .computeIfAbsent(operators, avoided -> new DetectionRound(parts, workers, early, true, avoided))
                .look(feed, 0);
        return new Evidence(
                EvidenceKind.SECOND_READING,
                sighting.value(),
                sighting.problem().map(Problem::message).orElse(""));
    }

    @Override
    public Detection ask(IpDetector detector, IpFamily family) throws InterruptedException {
        Asked question = new Asked(detector, family, previous);
        while (true) {
            FutureTask<Detection> mine = new FutureTask<>(() -> apart(detector, family));
            FutureTask<Detection> other = asked.putIfAbsent(question, mine);
            FutureTask<Detection> task = other == null ? mine : other;
            if (task == mine) {
                task.run();
            }
            try {
                return task.get();
            } catch (ExecutionException e) {
                Throwable cause = Objects.requireNonNull(e.getCause());
                if (cause instanceof DetectionException known) {
                    throw known;
                } else if (cause instanceof DdnsException failure) {
                    throw new DetectionException(failure.problem().message(), List.of(), true);
                } else if (!(cause instanceof InterruptedException)) {
                    workers.defect(DefectPart.DETECTOR, cause);
                    throw new DetectionException(SteadyDetector.name(detector) + " failed: "
                            + cause.getClass().getName() + "; this is a defect of the detector");
                }
                // Whoever asked was interrupted, in a lost race say: that tells others who want to know nothing.
                asked.remove(question, task);
                if (task == mine) {
                    throw new InterruptedException();
                }
            }
        }
    }

    @Override
    public <T> void race(List<Question<T>> questions, Duration headStart, Predicate<? super T> enough)
            throws InterruptedException {
        new Race<T>(workers, asker, headStart).run(questions, enough);
    }

    @Override
    public Set<IpAddress> previous() {
        return previous;
    }

    /**
     * Asks on a separate thread, which can be abandoned. A detector that has not returned from an earlier call is not
     * asked again.
     */
    private Detection apart(IpDetector detector, IpFamily family) throws Exception {
        Who who = new Who(detector, family);
        if (workers.isStuck(who)) {
            throw new DetectionException(
                    SteadyDetector.name(detector)
                            + " has not returned since it was asked before, and ignores that it was interrupted; it is"
                            + " asked again when it returns, which may need a restart of the process",
                    List.of(),
                    false);
        }
        Duration limit = timeout().multipliedBy(TIMEOUTS);
        try {
            DetectionRound seen = new DetectionRound(this, previous, who.toString());
            Errand<Detection> errand =
                    new Errand<>(workers, who, () -> checked(detector, family, detector.detect(family, seen)));
            return workers.askApart(errand, limit);
        } catch (TimeoutException e) {
            throw new DetectionException(
                    SteadyDetector.name(detector) + " had not answered after " + Durations.format(limit),
                    List.of(),
                    false);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) Objects.requireNonNull(e.getCause());
        }
    }

    private static Detection checked(IpDetector detector, IpFamily family, @Nullable Detection detection) {
        if (detection == null || detection.family() != family) {
            throw new DetectionException(SteadyDetector.name(detector) + " was asked for " + family
                    + " and answered " + (detection == null ? "nothing" : "for " + detection.family())
                    + "; this is a defect of the detector");
        }
        if (detection instanceof Detection.Found found) {
            for (IpAddress address : found.addresses()) {
                Optional<AddressGuard.Refusal> refusal = AddressGuard.refusal(address, detector.allow());
                if (refusal.isPresent()) {
                    throw new DetectionException(refusal.get().message(), found.evidence(), false);
                }
            }
        }
        return detection;
    }

    @Override
    public boolean secondReading() {
        return second;
    }

    @Override
    public boolean early() {
        return early;
    }

    @Override
    public Set<String> avoid() {
        return avoid;
    }

    @Override
    public Duration timeout() {
        return parts.detectionTimeout();
    }

    @Override
    public Instant now() {
        return parts.clock().instant();
    }

    @Override
    public Optional<String> advice(IpFamily family) {
        try {
            return parts.network().advice(family);
        } catch (RuntimeException | Error e) {
            return Optional.empty(); // an address is worth more than what could be said of it
        }
    }

    @Override
    public EchoTransport echo() {
        return parts.echo();
    }
}
