package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.DetectionContext.Question;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Asks detectors of different kinds at once, until as many as wanted name the same addresses by independent operators.
 * The first is asked alone once there was an agreement: if it says just that, it is enough, since nothing new will be
 * published. Where too few agree it fails, and tells every answer. That there is no address counts if as many as
 * wanted say so, and none says otherwise. Immutable and thread-safe.
 */
public final class QuorumDetector extends CombinedDetector {
    private final int agree;

    private record Reply(int place, Said said, List<SourceAnswer> evidence, boolean mayPass) {}

    private record Said(Set<IpAddress> addresses, OptionalInt prefixLength, boolean absent, String reason) {}

    private QuorumDetector(List<IpDetector> detectors, int agree) {
        super(detectors);
        this.agree = agree;
    }

    /**
     * Makes one from a configuration.
     *
     * @param byKey returns another configured detector, or throws
     * @throws ConfigurationException if more are to agree than can
     */
    public static IpDetector of(Settings settings, Function<String, IpDetector> byKey) {
        List<IpDetector> detectors = DetectorSettings.detectors(settings, "detectors", byKey);
        int agree = settings.number("agree", 1, detectors.size()).orElse(detectors.size() / 2 + 1);
        for (IpFamily family : IpFamily.values()) {
            int independent = independent(detectors, family);
            if (agree > independent) {
                throw new ConfigurationException(
                        settings.path("agree"),
                        "is " + agree + ", but the detectors rest on " + independent + " independent operators for "
                                + family,
                        "at most " + independent + ", or detectors that ask others");
            }
        }
        return new QuorumDetector(detectors, agree);
    }

    /** Counts operators, at most one for each detector; one that does not tell its operators counts as its own. */
    private static int independent(List<IpDetector> detectors, IpFamily family) {
        Set<String> operators = new TreeSet<>();
        int telling = 0;
        for (IpDetector detector : detectors) {
            Set<String> its = detector.operators(family);
            operators.addAll(its);
            telling += its.isEmpty() ? 0 : 1;
        }
        return detectors.size() - telling + Math.min(telling, operators.size());
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
        List<Question<Reply>> questions = new ArrayList<>();
        for (IpDetector detector : detectors) {
            int place = questions.size();
            questions.add(() -> ask(place, detector, family, context));
        }
        Count count = new Count(family, context.previous());
        int alone = context.previous().isEmpty() ? 0 : 1;
        if (alone == 0 || !count.suffices(questions.get(0).ask())) {
            context.race(questions.subList(alone, questions.size()), Duration.ZERO, count::suffices);
        }
        return count.detection();
    }

    private static Reply ask(int place, IpDetector detector, IpFamily family, DetectionContext context)
            throws InterruptedException {
        try {
            Detection detection = context.ask(detector, family);
            Said said = detection instanceof Detection.Found found
                    ? new Said(found.addresses(), found.prefixLength(), false, "")
                    : new Said(Set.of(), OptionalInt.empty(), true, ((Detection.Absent) detection).reason());
            return new Reply(place, said, detection.evidence(), false);
        } catch (DetectionException e) {
            return new Reply(
                    place,
                    new Said(Set.of(), OptionalInt.empty(), false, String.valueOf(e.getMessage())),
                    e.evidence(),
                    e.mayPass());
        }
    }

    /** What the replies of one detection come to. */
    private final class Count {
        private final IpFamily family;
        private final Set<IpAddress> previous;
        private final Tally tally = new Tally();
        private final List<String> reasons = new ArrayList<>();
        private int absent;
        private boolean mayPass;
        private Set<IpAddress> found = Set.of();
        private OptionalInt prefixLength = OptionalInt.empty();

        Count(IpFamily family, Set<IpAddress> previous) {
            this.family = family;
            this.previous = previous;
        }

        boolean suffices(Reply reply) {
            Said said = reply.said();
            mayPass |= reply.mayPass();
            if (said.addresses().isEmpty()) {
                absent += said.absent() ? 1 : 0;
                reasons.add(said.reason());
                tally.none(reply.place(), reply.evidence());
                return false;
            }
            int votes = tally.vote(reply.place(), said.addresses(), reply.evidence());
            if (votes < agree && !(reply.place() == 0 && said.addresses().equals(previous))) {
                return false;
            }
            found = said.addresses();
            prefixLength = said.prefixLength();
            return true;
        }

        Detection detection() {
            List<SourceAnswer> evidence = tally.evidence();
            if (!found.isEmpty()) {
                return new Detection.Found(family, found, prefixLength, evidence, false);
            }
            if (absent >= agree && tally.isEmpty()) {
                return new Detection.Absent(family, String.join("; ", reasons), evidence);
            }
            throw new DetectionException(
                    "no " + agree + " independent sources agree on the " + family + " address: "
                            + (evidence.isEmpty() ? String.join("; ", reasons) : Tally.describe(evidence)),
                    evidence,
                    mayPass || !tally.isEmpty());
        }
    }
}
