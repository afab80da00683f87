package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** A cycle in which one detector is asked, for so long at most. */
record Look(Duration timeout) implements DetectionContext {
    /** Returns the one address that the detector finds. */
    static IpAddress at(IpDetector detector, Duration timeout) throws InterruptedException {
        Detection.Found found = (Detection.Found) detector.detect(IpFamily.IPV4, new Look(timeout));
        return found.addresses().iterator().next();
    }

    @Override
    public Detection ask(IpDetector detector, IpFamily family) throws InterruptedException {
        return detector.detect(family, this);
    }

    @Override
    public boolean secondReading() {
        return false;
    }

    @Override
    public Set<String> avoid() {
        return Set.of();
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public EchoTransport echo() {
        throw new UnsupportedOperationException("routers are no echo services");
    }
}
