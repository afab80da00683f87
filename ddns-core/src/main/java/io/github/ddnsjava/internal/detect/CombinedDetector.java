package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A detector that asks others. What any of them allows is allowed, and what any announces is announced. */
abstract class CombinedDetector implements IpDetector {
    final List<IpDetector> detectors;

    CombinedDetector(List<IpDetector> detectors) {
        if (detectors.isEmpty()) {
            throw new ConfigurationException("detectors", "is empty", "at least one detector");
        }
        this.detectors = List.copyOf(detectors);
    }

    @Override
    public Set<Cidr> allow() {
        return detectors.stream().flatMap(each -> each.allow().stream()).collect(Collectors.toSet());
    }

    /** Unknown where it is unknown of any of them. */
    @Override
    public Set<String> operators(IpFamily family) {
        return detectors.stream().anyMatch(each -> each.operators(family).isEmpty())
                ? Set.of()
                : detectors.stream()
                        .flatMap(each -> each.operators(family).stream())
                        .collect(Collectors.toSet());
    }

    @Override
    public Subscription watch(Runnable changed) {
        return watchAll(detectors, changed);
    }

    /** Watches each of them, or none. Where one does not end its watch, the others end theirs nevertheless. */
    static Subscription watchAll(List<IpDetector> detectors, Runnable changed) {
        List<Subscription> subscriptions = new ArrayList<>();
        try {
            detectors.forEach(each -> subscriptions.add(each.watch(changed)));
        } catch (RuntimeException | Error e) {
            closeAll(subscriptions);
            throw e;
        }
        return () -> closeAll(subscriptions);
    }

    private static void closeAll(List<Subscription> subscriptions) {
        IllegalStateException failed = new IllegalStateException("a detector did not end its watch");
        for (Subscription subscription : subscriptions) {
            try {
                subscription.close();
            } catch (RuntimeException | Error e) {
                failed.addSuppressed(e);
            }
        }
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }
}
