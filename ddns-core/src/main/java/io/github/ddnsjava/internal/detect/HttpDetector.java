package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.SourceAnswer;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Asks echo services. They are asked in turn until enough independent operators name one address: one of them, or as
 * many as the quorum wants. The order is the configured one, so that the steady state is one request to one service; a
 * second reading begins with other operators, and a service that refused (403, 429) comes last for an hour. Being last,
 * not left out: detection must not stay dead because every service once refused. Thread-safe; its settings are
 * immutable, and the only thing that it remembers is who refused.
 */
public final class HttpDetector implements IpDetector {
    private static final Duration REFUSED_FOR = Duration.ofHours(1);
    private static final int MAX_QUORUM = 9;

    private enum Verdict {
        FOUND,
        ABSENT,
        FAILED
    }

    private record Reading(Verdict verdict, SourceAnswer answer) {}

    private final List<EchoSource> sources;
    private final int quorum;
    private final Set<Cidr> allow;
    private final Map<EchoSource, Instant> refusedUntil = new ConcurrentHashMap<>();

    private HttpDetector(List<EchoSource> sources, int quorum, Set<Cidr> allow) {
        this.sources = List.copyOf(sources);
        this.quorum = quorum;
        this.allow = allow;
    }

    /**
     * Makes one from settings.
     *
     * @throws ConfigurationException with every problem
     */
    public static IpDetector of(Settings settings) {
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        List<EchoSource> sources = new ArrayList<>();
        List<Object> entries = settings.list("urls");
        for (int i = 0; i < entries.size(); i++) {
            try {
                sources.add(EchoSource.of(settings, i, entries.get(i)));
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            }
        }
        DetectorSettings.throwIfAny(problems);
        if (sources.isEmpty()) {
            throw new ConfigurationException(settings.path("urls"), "is empty", "the URL of at least one echo service");
        }
        int quorum = settings.number("quorum", 1, MAX_QUORUM).orElse(1);
        for (IpFamily family : IpFamily.values()) {
            checkQuorum(settings, sources, family, quorum);
        }
        return new HttpDetector(sources, quorum, DetectorSettings.allow(settings));
    }

    private static void checkQuorum(Settings settings, List<EchoSource> sources, IpFamily family, int quorum) {
        Set<String> operators = sources.stream()
                .filter(source -> source.serves(family))
                .map(EchoSource::operator)
                .collect(Collectors.toSet());
        if (!operators.isEmpty() && operators.size() < quorum) {
            throw new ConfigurationException(
                    settings.path("quorum"),
                    "is " + quorum + ", but only " + operators.size() + " independent operators are asked for " + family
                            + ": " + operators.stream().sorted().collect(Collectors.joining(", "))
                            + "; add URLs of others, or name the \"operator\" of each",
                    "at most " + operators.size());
        }
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
        List<SourceAnswer> evidence = new ArrayList<>();
        Map<IpAddress, Integer> votes = new HashMap<>();
        Set<String> heard = new HashSet<>();
        boolean allAbsent = true;
        for (EchoSource source : inOrder(family, context)) {
            if (heard.contains(source.operator())) {
                continue;
            }
            Reading reading = ask(source, family, context);
            evidence.add(reading.answer());
            allAbsent &= reading.verdict() == Verdict.ABSENT;
            if (reading.verdict() == Verdict.FOUND) {
                heard.add(source.operator());
                Set<IpAddress> found = reading.answer().addresses();
                if (votes.merge(found.iterator().next(), 1, Integer::sum) >= quorum) {
                    return new Detection.Found(family, found, OptionalInt.empty(), evidence, false);
                }
            }
        }
        if (evidence.isEmpty()) {
            throw new DetectionException("no echo service is configured for " + family + "; add one to \"urls\"");
        }
        if (allAbsent) {
            return new Detection.Absent(family, describe(evidence), evidence);
        }
        String problem = votes.isEmpty()
                ? "no echo service told the " + family + " address"
                : "no " + quorum + " independent operators agree on the " + family + " address";
        throw new DetectionException(problem + ": " + describe(evidence), evidence);
    }

    private List<EchoSource> inOrder(IpFamily family, DetectionContext context) {
        Instant now = context.now();
        refusedUntil.values().removeIf(until -> !until.isAfter(now));
        return sources.stream()
                .filter(source -> source.serves(family))
                .sorted(Comparator.comparing((EchoSource source) -> refusedUntil.containsKey(source))
                        .thenComparing(source -> context.avoid().contains(source.operator())))
                .toList();
    }

    private Reading ask(EchoSource source, IpFamily family, DetectionContext context) throws InterruptedException {
        Instant start = context.now();
        Verdict verdict;
        String message;
        try {
            EchoTransport.Answer answer =
                    context.echo().get(source.request(family, context.secondReading(), context.timeout()));
            if (answer.status() == 403 || answer.status() == 429) {
                refusedUntil.put(source, start.plus(REFUSED_FOR));
            }
            IpAddress address = EchoPage.read(answer, source.jsonField(), allow);
            refusedUntil.remove(source);
            if (address.family() == family) {
                SourceAnswer said =
                        SourceAnswer.of(source.toString(), source.operator(), address, elapsed(start, context));
                return new Reading(Verdict.FOUND, said);
            }
            // A forced connection has the asked family, so another in the answer is a lie, or another's address.
            verdict = source.isForced() ? Verdict.FAILED : Verdict.ABSENT;
            message = "it answered " + address + ", no " + family + " address";
        } catch (EchoTransport.FamilyUnavailableException e) {
            verdict = Verdict.ABSENT;
            message = String.valueOf(e.getMessage());
        } catch (IOException | DetectionException e) {
            verdict = Verdict.FAILED;
            message = String.valueOf(e.getMessage());
        }
        return new Reading(
                verdict, SourceAnswer.failed(source.toString(), source.operator(), message, elapsed(start, context)));
    }

    private static Duration elapsed(Instant start, DetectionContext context) {
        Duration elapsed = Duration.between(start, context.now());
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }

    private static String describe(List<SourceAnswer> evidence) {
        return evidence.stream()
                .map(answer -> answer.source() + ": "
                        + (answer.addresses().isEmpty() ? answer.message() : "it answered " + answer.addresses()))
                .collect(Collectors.joining("; "));
    }

    @Override
    public Set<Cidr> allow() {
        return allow;
    }
}
