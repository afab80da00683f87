package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Another context, but for what a test overrides. */
class ForwardingContext implements DetectionContext {
    private final DetectionContext other;

    ForwardingContext(DetectionContext other) {
        this.other = other;
    }

    @Override
    public Detection ask(IpDetector detector, IpFamily family) throws InterruptedException {
        return other.ask(detector, family);
    }

    @Override
    public boolean secondReading() {
        return other.secondReading();
    }

    @Override
    public Set<String> avoid() {
        return other.avoid();
    }

    @Override
    public Duration timeout() {
        return other.timeout();
    }

    @Override
    public Instant now() {
        return other.now();
    }

    @Override
    public EchoTransport echo() {
        return other.echo();
    }
}
