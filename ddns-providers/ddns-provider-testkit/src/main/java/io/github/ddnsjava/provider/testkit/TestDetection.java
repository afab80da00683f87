package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.AddressGuard;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.DetectionException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A cycle for one detector under test. As in the updater, answers are checked against the addresses that may be
 * published. Questions of a race are asked in order. Nothing is remembered. Immutable; thread-safe if the transport is.
 *
 * @param echo the transport for echo services
 * @param timeout how long one source may take
 * @param secondReading whether this is a second reading
 * @param avoid the operators that a second reading should avoid
 * @param previous the addresses that the detector reported last; empty at first
 */
public record TestDetection(
        EchoTransport echo, Duration timeout, boolean secondReading, Set<String> avoid, Set<IpAddress> previous)
        implements DetectionContext {
    /** Creates a first reading for detectors without echo services. Each source may take 5 seconds. */
    public TestDetection() {
        this(request -> {
            throw new IOException("this test has no echo services");
        });
    }

    /** Creates a first reading with that transport. Each source may take 5 seconds. */
    public TestDetection(EchoTransport echo) {
        this(echo, Duration.ofSeconds(5), false, Set.of(), Set.of());
    }

    /** Returns the same cycle with another bound on the time of a source. */
    public TestDetection withTimeout(Duration bound) {
        return new TestDetection(echo, bound, secondReading, avoid, previous);
    }

    /** Returns the second reading after this one. It avoids these operators. */
    public TestDetection again(Set<String> operators) {
        return new TestDetection(echo, timeout, true, operators, Set.of());
    }

    @Override
    public Detection ask(IpDetector detector, IpFamily family) throws InterruptedException {
        Detection detection = detector.detect(family, this);
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
    public Instant now() {
        return Instant.parse("2026-01-01T12:00:00Z");
    }
}
