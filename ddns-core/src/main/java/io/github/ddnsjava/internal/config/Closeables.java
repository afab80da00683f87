package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.publish.DnsProvider;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be closed of detectors and providers that are no longer used. Stateless. */
public final class Closeables {
    private static final Logger LOG = LoggerFactory.getLogger(Closeables.class);

    private Closeables() {}

    /** Returns all that are closeable, compared by identity. The caller may change the set. */
    public static Set<AutoCloseable> of(Collection<IpDetector> detectors, Collection<DnsProvider> providers) {
        Set<AutoCloseable> all = Collections.newSetFromMap(new IdentityHashMap<>());
        detectors.forEach(detector -> all.addAll(SteadyDetector.closeables(detector)));
        providers.forEach(provider -> SteadyProvider.closeable(provider).ifPresent(all::add));
        return all;
    }

    /** Closes one. If that fails, it is logged. */
    public static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | Error e) {
            LOG.warn(
                    "the {} {} is no longer used, and failed when it was closed; what it holds may stay occupied: {}",
                    part instanceof DnsProvider ? "provider" : "detector",
                    part.getClass().getName(),
                    e.toString(),
                    e);
        }
    }
}
