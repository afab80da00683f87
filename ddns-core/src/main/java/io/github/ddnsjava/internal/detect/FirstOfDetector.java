package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Asks detectors in turn; the first address found decides. That there is none counts only if all say so: while one
 * fails, it might have found one. Immutable and thread-safe.
 */
public final class FirstOfDetector extends CombinedDetector {
    /**
     * Makes one that asks those, in that order.
     *
     * @throws ConfigurationException if there are none
     */
    public FirstOfDetector(List<IpDetector> detectors) {
        super(detectors);
    }

    /**
     * Makes one from a configuration.
     *
     * @param byKey returns another configured detector, or throws
     */
    public static IpDetector of(Settings settings, Function<String, IpDetector> byKey) {
        return new FirstOfDetector(DetectorSettings.detectors(settings, "detectors", byKey));
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
        List<SourceAnswer> evidence = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        List<String> absences = new ArrayList<>();
        boolean mayPass = false;
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
                mayPass |= e.mayPass();
            }
        }
        if (!failures.isEmpty()) {
            throw new DetectionException(String.join("; ", failures), evidence, mayPass);
        }
        return new Detection.Absent(family, String.join("; ", absences), evidence);
    }
}
