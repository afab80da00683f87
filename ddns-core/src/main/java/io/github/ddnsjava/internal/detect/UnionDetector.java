package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.DetectionContext.Question;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.DetectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Asks detectors at once and puts what all find into one set: the uplinks of a host that has several. An uplink without
 * an address is left out; one of which is not known whether it has one makes the whole fail, unless {@code atLeast}
 * says how many are enough. Immutable and thread-safe.
 */
public final class UnionDetector extends CombinedDetector {
    private final int atLeast;

    private UnionDetector(List<IpDetector> detectors, int atLeast) {
        super(detectors);
        this.atLeast = atLeast;
    }

    /**
     * Makes one from a configuration.
     *
     * @param byKey returns another configured detector, or throws
     */
    public static IpDetector of(Settings settings, Function<String, IpDetector> byKey) {
        List<IpDetector> detectors = DetectorSettings.detectors(settings, "detectors", byKey);
        return new UnionDetector(
                detectors, settings.number("atLeast", 1, detectors.size()).orElse(detectors.size()));
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
        List<Question<Boolean>> questions = new ArrayList<>();
        Map<Integer, Detection> replies = Collections.synchronizedMap(new TreeMap<>());
        Map<Integer, DetectionException> failures = Collections.synchronizedMap(new TreeMap<>());
        for (IpDetector detector : detectors) {
            int place = questions.size();
            questions.add(() -> {
                try {
                    replies.put(place, context.ask(detector, family));
                    return true;
                } catch (DetectionException e) {
                    failures.put(place, e);
                    return false;
                }
            });
        }
        context.race(questions, Duration.ZERO, known -> false);
        return sum(family, replies, failures);
    }

    private Detection sum(IpFamily family, Map<Integer, Detection> replies, Map<Integer, DetectionException> failures) {
        Set<IpAddress> addresses = new TreeSet<>();
        List<SourceAnswer> evidence = new ArrayList<>();
        List<String> absences = new ArrayList<>();
        boolean certain = true;
        for (Detection reply : replies.values()) {
            evidence.addAll(reply.evidence());
            if (reply instanceof Detection.Found found) {
                addresses.addAll(found.addresses());
                certain &= found.certain();
            } else {
                absences.add(((Detection.Absent) reply).reason());
            }
        }
        List<String> reasons = new ArrayList<>();
        failures.values().forEach(failure -> {
            evidence.addAll(failure.evidence());
            reasons.add(String.valueOf(failure.getMessage()));
        });
        if (replies.size() < atLeast || addresses.isEmpty() && !failures.isEmpty()) {
            throw new DetectionException(
                    failures.size() + " of " + detectors.size() + " uplinks have no known address: "
                            + String.join("; ", reasons),
                    evidence,
                    failures.values().stream().anyMatch(DetectionException::mayPass));
        }
        return addresses.isEmpty()
                ? new Detection.Absent(family, String.join("; ", absences), evidence)
                : new Detection.Found(family, addresses, OptionalInt.empty(), evidence, certain);
    }
}
