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
 * A cycle for one detector under test. Answers are checked against the addresses that may be published, as the updater
 * does; races are run in turn, and nothing is remembered. Immutable and thread-safe.
 *
 * @param echo the transport for echo services
 * @param timeout how long one source may take
 * @param secondReading whether this is a second reading
 * @param avoid operators that a second reading should avoid
 * @param settled what the detector said last; empty at first
 */
public record TestDetection(
        EchoTransport echo, Duration timeout, boolean secondReading, Set<String> avoid, Set<IpAddress> settled)
        implements DetectionContext {
    /** A first reading, for detectors that use no echo services, with 5 seconds for each source. */
    public TestDetection() {
        this(request -> {
            throw new IOException("this test has no echo services");
        });
    }

    /** A first reading by that transport, with 5 seconds for each source. */
    public TestDetection(EchoTransport echo) {
        this(echo, Duration.ofSeconds(5), false, Set.of(), Set.of());
    }

    /** Returns the same with another bound on the time that a source may take. */
    public TestDetection withTimeout(Duration bound) {
        return new TestDetection(echo, bound, secondReading, avoid, settled);
    }

    /** Returns the second reading after this one, which avoids these operators. */
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
