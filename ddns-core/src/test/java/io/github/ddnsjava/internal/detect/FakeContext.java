package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A cycle of one detector for tests of detectors. Its clock stands still, and its echo services answer what the test
 * says, unless the test sets another transport.
 */
public final class FakeContext implements DetectionContext, EchoTransport {
    private static final IpAddress PEER = IpAddress.parse("198.51.100.250");

    private final Map<String, EchoTransport> pages = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();
    final List<Duration> headStarts = new ArrayList<>();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    boolean secondReading;
    boolean early;
    Set<String> avoid = Set.of();
    Set<IpAddress> confirmed = Set.of();
    Duration timeout = Duration.ofSeconds(5);
    Optional<String> advice = Optional.empty();
    EchoTransport echo = this;

    /** Makes one in which each source may take that long. */
    public static FakeContext within(Duration timeout) {
        FakeContext context = new FakeContext();
        context.timeout = timeout;
        return context;
    }

    FakeContext page(String host, String body) {
        return page(host, 200, "text/plain", body);
    }

    FakeContext page(String host, int status, String contentType, String body) {
        return page(host, request -> new Answer(status, contentType, body, PEER));
    }

    FakeContext fails(String host, IOException failure) {
        return page(host, request -> {
            throw failure;
        });
    }

    FakeContext page(String host, EchoTransport page) {
        pages.put(host, page);
        return this;
    }

    List<Request> requests() {
        return requests;
    }

    /** Returns the hosts that were asked since this was last called. */
    List<String> asked() {
        List<String> hosts =
                requests.stream().map(request -> request.uri().getHost()).toList();
        requests.clear();
        return hosts;
    }

    @Override
    public Answer get(Request request) throws IOException, InterruptedException {
        requests.add(request);
        return pages.getOrDefault(request.uri().getHost(), unknown -> {
                    throw new IOException("Connection refused");
                })
                .get(request);
    }

    @Override
    public Detection ask(IpDetector detector, IpFamily family) throws InterruptedException {
        return detector.detect(family, this);
    }

    @Override
    public <T> void race(List<Question<T>> questions, Duration headStart, Predicate<? super T> enough)
            throws InterruptedException {
        headStarts.add(headStart);
        DetectionContext.super.race(questions, headStart, enough);
    }

    @Override
    public Set<IpAddress> previous() {
        return confirmed;
    }

    @Override
    public boolean secondReading() {
        return secondReading;
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
        return timeout;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Optional<String> advice(IpFamily family) {
        return advice;
    }

    @Override
    public EchoTransport echo() {
        return echo;
    }
}
