package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the configured detectors, each after those that it asks. Not thread-safe. */
final class Detectors {
    /** The maximum nesting. It is deeper than any useful combination, and far from a stack overflow. */
    private static final int DEEPEST = 32;

    private final TypedSection section;
    private final Problems problems;
    private final Map<String, IpDetector> made = new LinkedHashMap<>();
    private final Set<String> wrong = new HashSet<>();
    private final List<String> underWay = new ArrayList<>();

    private Detectors(TypedSection section, Problems problems) {
        this.section = section;
        this.problems = problems;
    }

    /**
     * A detector that another detector asks is wrong, and its problem was reported. The other detector causes no
     * further problem.
     */
    private static final class AlreadyTold extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Makes all that can be made, by key. */
    static Map<String, IpDetector> make(TypedSection section, Problems problems) {
        Detectors detectors = new Detectors(section, problems);
        section.members().forEach(detectors::tryCreate);
        return detectors.made;
    }

    private @Nullable IpDetector tryCreate(String key, TypedSection.Member member) {
        IpDetector done = made.get(key);
        if (done != null || wrong.contains(key)) {
            return done;
        }
        underWay.add(key);
        try {
            List<IpDetector> asks = new ArrayList<>();
            IpDetector made = IpDetectors.create(member.type(), member.settings(), other -> {
                asks.add(asked(other, member.enabled()));
                return asks.get(asks.size() - 1);
            });
            IpDetector detector = new SteadyDetector(made, identity(key, member, asks), asks);
            this.made.put(key, detector);
            return detector;
        } catch (AlreadyTold e) {
            wrong.add(key);
        } catch (ConfigurationException e) {
            problems.addAll("detectors." + key, e);
            wrong.add(key);
        } catch (TransientException e) {
            problems.unreachable("detectors." + key, e);
            wrong.add(key);
        } catch (RuntimeException | Error e) {
            problems.defect("detectors." + key, "cannot be created", e);
            wrong.add(key);
        } finally {
            underWay.remove(underWay.size() - 1);
        }
        return null;
    }

    private Identity identity(String key, TypedSection.Member member, List<IpDetector> asks) {
        List<Identity> others =
                asks.stream().map(asked -> ((SteadyDetector) asked).identity()).toList();
        return section.identity(key, member, others);
    }

    /**
     * Returns a detector that another one asks.
     *
     * @param enabled whether the other one is used
     */
    private IpDetector asked(String key, boolean enabled) {
        if (!section.keys().contains(key)) {
            throw new ConfigurationException(
                    "",
                    "no detector is called \"" + key + "\"" + Spelling.hint(key, section.keys()),
                    String.join(", ", section.keys()));
        }
        int circle = underWay.indexOf(key);
        if (circle >= 0) {
            String names = String.join(" → ", underWay.subList(circle, underWay.size()));
            problems.add("detectors." + key, "asks itself: " + names + " → " + key, "detectors that end somewhere");
            throw new AlreadyTold();
        }
        if (underWay.size() > DEEPEST) {
            problems.add("detectors." + key, "is nested in more than " + DEEPEST + " other detectors", "");
            throw new AlreadyTold();
        }
        TypedSection.Member member = section.members().get(key);
        IpDetector detector = member == null ? null : tryCreate(key, member);
        if (enabled && section.disabled().contains(key)) {
            problems.add(
                    "detectors." + underWay.get(underWay.size() - 1),
                    "asks the detector \"" + key + "\", which is disabled",
                    "detectors that are enabled; or disable this one, too");
        }
        if (detector == null) {
            throw new AlreadyTold();
        }
        return detector;
    }
}
