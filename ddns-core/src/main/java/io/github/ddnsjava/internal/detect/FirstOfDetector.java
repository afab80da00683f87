package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.detect.SourceAnswer;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks detectors in turn; the first address found decides. That there is none counts only if all say so: while one
 * fails, it might have found one. Immutable and thread-safe.
 */
public final class FirstOfDetector implements IpDetector {
    private final List<IpDetector> detectors;

    /**
     * Makes one that asks those, in that order.
     *
     * @throws ConfigurationException if there are none
     */
    public FirstOfDetector(List<IpDetector> detectors) {
        if (detectors.isEmpty()) {
            throw new ConfigurationException("detectors", "is empty", "at least one detector");
        }
        this.detectors = List.copyOf(detectors);
    }

    /**
     * Makes one from a configuration.
     *
     * @param byKey returns another configured detector, or throws
     */
    public static IpDetector of(Settings settings, Function<String, IpDetector> byKey) {
        List<IpDetector> detectors = new ArrayList<>();
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        List<Object> values = settings.list("detectors");
        for (int i = 0; i < values.size(); i++) {
            try {
                detectors.add(read(settings, "detectors[" + i + "]", values.get(i), byKey));
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            }
        }
        DetectorSettings.throwIfAny(problems);
        if (detectors.isEmpty()) {
            throw new ConfigurationException(settings.path("detectors"), "is empty", "at least one detector");
        }
        return new FirstOfDetector(detectors);
    }

    private static IpDetector read(Settings settings, String name, Object value, Function<String, IpDetector> byKey) {
        if (value instanceof String key) {
            return byKey.apply(key);
        }
        Settings inline = DetectorSettings.nested(settings, name, value)
                .orElseThrow(() -> settings.wrong(name, value, "a detector's key, or its settings with a \"type\""));
        String type = inline.text("type");
        return IpDetectors.create(type, DetectorSettings.without(inline, "type"), byKey);
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
        List<SourceAnswer> evidence = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        List<String> absences = new ArrayList<>();
        for (IpDetector detector : detectors) {
            try {
                Detection detection = context.ask(detector, family);
                evidence.addAll(detection.evidence());
                if (detection instanceof Detection.Found found) {
                    return new Detection.Found(
                            family, found.addresses(), found.prefixLength(), evidence, found.certain());
                }
                absences.add(((Detection.Absent) detection).reason());
            } catch (DetectionException e) {
                evidence.addAll(e.evidence());
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        if (!failures.isEmpty()) {
            throw new DetectionException(String.join("; ", failures), evidence);
        }
        return new Detection.Absent(family, String.join("; ", absences), evidence);
    }

    @Override
    public Set<Cidr> allow() {
        return detectors.stream().flatMap(each -> each.allow().stream()).collect(Collectors.toSet());
    }

    @Override
    public Subscription watch(Runnable changed) {
        List<Subscription> subscriptions = new ArrayList<>();
        try {
            detectors.forEach(each -> subscriptions.add(each.watch(changed)));
        } catch (RuntimeException e) {
            subscriptions.forEach(Subscription::close);
            throw e;
        }
        return () -> subscriptions.forEach(Subscription::close);
    }
}
