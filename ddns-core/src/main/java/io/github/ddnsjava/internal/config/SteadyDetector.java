package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A detector of a configuration. Two are equal if they have the same {@link Identity}. An updater thus knows which ones
 * stay when a configuration is read again. Thread-safe.
 */
public final class SteadyDetector implements IpDetector {
    private final IpDetector detector;
    private final Identity identity;
    private final List<IpDetector> asks;

    /**
     * Makes one.
     *
     * @param asks the detectors that it asks
     */
    SteadyDetector(IpDetector detector, Identity identity, List<IpDetector> asks) {
        this.detector = detector;
        this.identity = identity;
        this.asks = List.copyOf(asks);
    }

    /** Returns the detector itself. */
    public static IpDetector inner(IpDetector detector) {
        return detector instanceof SteadyDetector steady ? steady.detector : detector;
    }

    /** Names a detector, for messages. */
    public static String name(IpDetector detector) {
        return "the detector " + inner(detector).getClass().getName();
    }

    /** Returns what is to be closed when a detector is no longer used: itself, and those that it asks. */
    public static List<AutoCloseable> closeables(IpDetector detector) {
        List<AutoCloseable> closeables = new ArrayList<>();
        if (detector instanceof SteadyDetector steady) {
            steady.asks.forEach(asked -> closeables.addAll(closeables(asked)));
        }
        if (inner(detector) instanceof AutoCloseable closeable) {
            closeables.add(closeable);
        }
        return closeables;
    }

    Identity identity() {
        return identity;
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
        return detector.detect(family, context);
    }

    @Override
    public Set<Cidr> allow() {
        return detector.allow();
    }

    @Override
    public Set<String> operators(IpFamily family) {
        return detector.operators(family);
    }

    @Override
    public Subscription watch(Runnable changed) {
        return detector.watch(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SteadyDetector steady && identity.equals(steady.identity);
    }

    @Override
    public int hashCode() {
        return identity.hashCode();
    }

    @Override
    public String toString() {
        return name(this);
    }
}
