package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.DetectionReport.Verdict;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.AddressGuard;
import io.github.ddnsjava.detect.AddressSource;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.LocalBinding;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks sources that see this host from outside, until as many independent operators as the quorum wants name one
 * address.
 *
 * <p>Without a quorum they are asked in the configured order, so that the steady state is one request to one source;
 * with {@code hedge} the next is asked too where one is late. With a quorum the first is asked alone: if it says what
 * was agreed on last, that is enough. Otherwise all others are asked at once, and the answer is given when enough
 * agree. A second reading begins with other operators, and sources that are unwell come last. Thread-safe; its settings
 * are immutable, and the only thing that it remembers is which sources are unwell.
 */
public final class SourcesDetector implements IpDetector {
    /** The settings that it reads. */
    public static final List<SettingSpec> SETTINGS =
            List.of(DetectorSettings.QUORUM, DetectorSettings.HEDGE, DetectorSettings.ALLOW);

    private record Reading(Verdict verdict, SourceAnswer answer, boolean mayPass) {}

    /** What an operator came to, by one source or several in turn. */
    private record Opinion(int place, List<Reading> readings) {
        boolean isFound() {
            return last().verdict() == Verdict.FOUND;
        }

        boolean isAbsent() {
            return readings.stream().allMatch(reading -> reading.verdict() == Verdict.ABSENT);
        }

        Reading last() {
            return readings.get(readings.size() - 1);
        }

        List<SourceAnswer> answers() {
            return readings.stream().map(Reading::answer).toList();
        }
    }

    private final List<AddressSource> sources;
    private final int quorum;
    private final Optional<Duration> hedge;
    private final Set<Cidr> allow;
    private final boolean bound;
    private final SourceHealth<AddressSource> health = new SourceHealth<>();

    private SourcesDetector(List<? extends AddressSource> sources, Settings settings) {
        this.sources = List.copyOf(sources);
        this.quorum = settings.number(DetectorSettings.QUORUM).orElse(1);
        this.hedge = settings.duration(DetectorSettings.HEDGE);
        this.allow = DetectorSettings.allow(settings);
        this.bound = settings.names().contains(LocalBinding.SETTING.name());
    }

    /**
     * Makes one that asks those, with the settings {@code quorum}, {@code hedge} and {@code allow}.
     *
     * @param listed the setting that lists the sources, for messages
     * @throws ConfigurationException if there are no sources, or fewer operators than the quorum wants
     */
    public static IpDetector of(List<? extends AddressSource> sources, Settings settings, String listed) {
        if (sources.isEmpty()) {
            throw new ConfigurationException(settings.path(listed), "is empty", "at least one");
        }
        SourcesDetector detector = new SourcesDetector(sources, settings);
        for (IpFamily family : IpFamily.values()) {
            detector.checkQuorum(settings, family, listed);
        }
        return detector;
    }

    private void checkQuorum(Settings settings, IpFamily family, String listed) {
        Set<String> operators = operators(family);
        if (!operators.isEmpty() && operators.size() < quorum) {
            throw new ConfigurationException(
                    settings.path("quorum"),
                    "is " + quorum + ", but only " + operators.size() + " independent operators are asked for " + family
                            + ": " + operators.stream().sorted().collect(Collectors.joining(", ")) + "; add to \""
                            + listed + "\" those of others, or name the \"operator\" of each",
                    "at most " + operators.size());
        }
    }

    @Override
    public Set<String> operators(IpFamily family) {
        return sources.stream()
                .filter(source -> source.serves(family))
                .map(AddressSource::operator)
                .collect(Collectors.toSet());
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
        List<DetectionContext.Question<Opinion>> questions = questions(family, context);
        if (questions.isEmpty() && !operators(family).isEmpty()) {
            throw new DetectionException("each source has asked for a pause", List.of(), false);
        }
        if (questions.isEmpty()) {
            throw new DetectionException("no source is configured that can be asked for " + family, List.of(), false);
        }
        Count count = new Count(family, context.previous());
        if (quorum == 1 && hedge.isEmpty()) {
            inTurn(questions, count);
        } else if (quorum == 1) {
            context.race(questions, hedge.get(), count::suffices);
        } else {
            int alone = context.previous().isEmpty() ? 0 : 1;
            inTurn(questions.subList(0, alone), count);
            if (count.found.isEmpty()) {
                context.race(questions.subList(alone, questions.size()), Duration.ZERO, count::suffices);
            }
        }
        return count.detection();
    }

    private static void inTurn(List<DetectionContext.Question<Opinion>> questions, Count count)
            throws InterruptedException {
        for (DetectionContext.Question<Opinion> question : questions) {
            if (count.suffices(question.ask())) {
                return;
            }
        }
    }

    /**
     * Returns one question for each operator where there is a quorum, since it has one vote; else one for each source.
     */
    private List<DetectionContext.Question<Opinion>> questions(IpFamily family, DetectionContext context) {
        Map<Object, List<AddressSource>> groups = new LinkedHashMap<>();
        for (AddressSource source : inOrder(family, context)) {
            Object key = quorum > 1 ? source.operator() : source;
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(source);
        }
        List<DetectionContext.Question<Opinion>> questions = new ArrayList<>();
        for (List<AddressSource> group : groups.values()) {
            int place = questions.size();
            questions.add(() -> askUntilFound(place, group, family, context));
        }
        return questions;
    }

    private List<AddressSource> inOrder(IpFamily family, DetectionContext context) {
        Instant now = context.now();
        return sources.stream()
                .filter(source -> source.serves(family))
                .filter(source -> !context.early() || !health.wantsToBeLeft(source, now))
                // A second reading by the operator of the first says little: better to disturb another's rest.
                .sorted(Comparator.comparing(
                                (AddressSource source) -> context.avoid().contains(source.operator()))
                        .thenComparing(source -> health.isResting(source, now)))
                .toList();
    }

    private Opinion askUntilFound(int place, List<AddressSource> group, IpFamily family, DetectionContext context)
            throws InterruptedException {
        List<Reading> readings = new ArrayList<>();
        for (AddressSource source : group) {
            Reading reading = ask(source, family, context);
            readings.add(reading);
            if (reading.verdict() == Verdict.FOUND) {
                break;
            }
        }
        return new Opinion(place, readings);
    }

    private Reading ask(AddressSource source, IpFamily family, DetectionContext context) throws InterruptedException {
        Instant start = context.now();
        Verdict verdict = Verdict.FAILED;
        boolean mayPass = false;
        String message;
        try {
            IpAddress address = source.ask(family, context);
            Optional<String> refusal = AddressGuard.refusal(address, allow)
                    .map(AddressGuard.Refusal::message)
                    .or(() -> CloudflareExit.refusal(address, allow));
            if (refusal.isPresent()) {
                throw new DetectionException(refusal.get(), List.of(), false);
            }
            health.answered(source);
            if (address.family() == family) {
                boolean known = bound || context.previous().equals(Set.of(address));
                String remark = known ? "" : context.advice(family).orElse("");
                return new Reading(
                        Verdict.FOUND,
                        new SourceAnswer(
                                source.toString(), source.operator(), Set.of(address), remark, elapsed(start, context)),
                        false);
            }
            // A forced connection has the asked family, so another in the answer is a lie, or another's address.
            verdict = source.mayAnswerOtherFamily() ? Verdict.ABSENT : Verdict.FAILED;
            message = "it answered " + address + ", no " + family + " address";
        } catch (EchoTransport.FamilyUnavailableException e) {
            verdict = Verdict.ABSENT;
            message = String.valueOf(e.getMessage());
        } catch (AddressSource.RefusedException e) {
            health.refused(source, start, e.pause());
            message = String.valueOf(e.getMessage());
        } catch (IOException | DetectionException e) {
            health.failed(source, start);
            message = String.valueOf(e.getMessage());
            mayPass = !(e instanceof DetectionException refused) || refused.mayPass();
        } catch (RuntimeException | Error e) {
            health.failed(source, start);
            message = "it failed: " + e.getClass().getName() + "; this is a defect of the source or of its transport";
            mayPass = true;
        }
        return new Reading(
                verdict,
                SourceAnswer.failed(source.toString(), source.operator(), message, elapsed(start, context)),
                mayPass);
    }

    private static Duration elapsed(Instant start, DetectionContext context) {
        Duration elapsed = Duration.between(start, context.now());
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }

    /** What the readings of one detection come to. */
    private final class Count {
        private final IpFamily family;
        private final Set<IpAddress> previous;
        private final Tally tally = new Tally();
        private Set<IpAddress> found = Set.of();
        private boolean allAbsent = true;
        private boolean mayPass;

        Count(IpFamily family, Set<IpAddress> previous) {
            this.family = family;
            this.previous = previous;
        }

        boolean suffices(Opinion opinion) {
            allAbsent &= opinion.isAbsent();
            mayPass |= opinion.readings().stream().anyMatch(Reading::mayPass);
            if (!opinion.isFound()) {
                tally.none(opinion.place(), opinion.answers());
                return false;
            }
            Set<IpAddress> said = opinion.last().answer().addresses();
            int votes = tally.vote(opinion.place(), said, opinion.answers());
            if (votes >= quorum || opinion.place() == 0 && said.equals(previous)) {
                found = said;
                return true;
            }
            return false;
        }

        Detection detection() {
            List<SourceAnswer> evidence = tally.evidence();
            if (!found.isEmpty()) {
                return new Detection.Found(family, found, OptionalInt.empty(), evidence, false);
            }
            if (allAbsent) {
                return new Detection.Absent(family, Tally.describe(evidence), evidence);
            }
            String problem = tally.isEmpty()
                    ? "no source gave the " + family + " address"
                    : "no " + quorum + " independent operators agree on the " + family + " address";
            throw new DetectionException(
                    problem + ": " + Tally.describe(evidence), evidence, mayPass || !tally.isEmpty());
        }
    }

    @Override
    public Set<Cidr> allow() {
        return allow;
    }
}
