package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.decide.Evidence;
import io.github.ddnsjava.decide.EvidenceKind;
import io.github.ddnsjava.detect.AddressGuard;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.SourceAnswer;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.DetectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/**
 * Step 1 within one cycle: asks each detector once for each family, however many records and combinations want to know,
 * and lets no answer through that must not be published. Thread-safe.
 */
final class DetectionRound implements DetectionContext {
    private record Question(IpDetector detector, IpFamily family) {}

    private final EngineParts parts;
    private final boolean second;
    private final Set<String> avoid;
    private final Map<Question, FutureTask<Detection>> asked = new ConcurrentHashMap<>();

    private DetectionRound(EngineParts parts, boolean second, Set<String> avoid) {
        this.parts = parts;
        this.second = second;
        this.avoid = avoid;
    }

    static DetectionRound first(EngineParts parts) {
        return new DetectionRound(parts, false, Set.of());
    }

    /** Asks the source; a failure is a sighting too. */
    Sighting look(Source source, long sequence) throws InterruptedException {
        IpDetector detector = source.detector;
        if (detector == null) {
            return Sighting.none(Problem.of(ProblemKind.DETECTION, "no address was pushed yet"), sequence);
        }
        try {
            return Sighting.of(source.key, ask(detector, source.family), sequence);
        } catch (DetectionException e) {
            return Sighting.failed(source, e.problem(), e.evidence(), sequence);
        } catch (DdnsException e) {
            return Sighting.failed(
                    source, Problem.of(ProblemKind.DETECTION, e.problem().message()), java.util.List.of(), sequence);
        }
    }

    /** Takes a second reading: on fresh connections, and from other operators than agreed on the first. */
    static Evidence secondReading(EngineParts parts, Source source, Detection.Found first) throws InterruptedException {
        Set<String> operators = first.evidence().stream()
                .filter(answer -> !answer.addresses().isEmpty())
                .map(SourceAnswer::operator)
                .collect(Collectors.toSet());
        Sighting sighting = new DetectionRound(parts, true, operators).look(source, 0);
        return new Evidence(
                EvidenceKind.SECOND_READING,
                sighting.value(),
                sighting.problem().map(Problem::message).orElse(""));
    }

    @Override
    public Detection ask(IpDetector detector, IpFamily family) throws InterruptedException {
        FutureTask<Detection> mine = new FutureTask<>(() -> checked(detector, detector.detect(family, this)));
        FutureTask<Detection> task = asked.computeIfAbsent(new Question(detector, family), q -> mine);
        if (task == mine) {
            task.run();
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof InterruptedException) {
                throw new InterruptedException();
            } else if (cause instanceof DdnsException known) {
                throw known;
            }
            throw new DetectionException("the detector " + detector.getClass().getName() + " failed: " + cause);
        }
    }

    private static Detection checked(IpDetector detector, Detection detection) {
        if (detection instanceof Detection.Found found) {
            for (IpAddress address : found.addresses()) {
                Optional<AddressGuard.Refusal> refusal = AddressGuard.refusal(address, detector.allow());
                if (refusal.isPresent()) {
                    throw new DetectionException(refusal.get().message(), found.evidence());
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
    public EchoTransport echo() {
        return parts.echo();
    }
}
