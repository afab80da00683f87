package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.DetectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** A detector whose answers the test sets, for each family; it counts what it is asked. */
public final class FakeDetector implements IpDetector {
    /** One answer. */
    interface Answer {
        Detection give(IpFamily family, DetectionContext context) throws InterruptedException;
    }

    final List<Runnable> watchers = new ArrayList<>();
    int asked;
    int secondReadings;
    boolean ended;
    private final Map<IpFamily, Answer> answers = new EnumMap<>(IpFamily.class);
    private final Map<IpFamily, Answer> secondAnswers = new EnumMap<>(IpFamily.class);

    public FakeDetector() {
        absent(IpFamily.IPV4);
        absent(IpFamily.IPV6);
    }

    /** Sees that address, and would see it again. */
    FakeDetector sees(String address) {
        IpAddress seen = IpAddress.parse(address);
        return answers(seen.family(), (family, context) -> Detection.found(seen, answer("one", address)));
    }

    /** Knows these addresses, of one family. */
    FakeDetector knows(String... addresses) {
        SourceAnswer answer = answer("known", addresses);
        IpFamily known = IpAddress.parse(addresses[0]).family();
        return answers(known, (family, context) -> Detection.known(known, answer.addresses(), answer));
    }

    /** Has it from two operators that they agree on the address. */
    FakeDetector agreed(String address) {
        IpAddress seen = IpAddress.parse(address);
        List<SourceAnswer> evidence = List.of(answer("one", address), answer("two", address));
        return answers(
                seen.family(),
                (family, context) ->
                        new Detection.Found(seen.family(), Set.of(seen), OptionalInt.empty(), evidence, false));
    }

    FakeDetector absent(IpFamily family) {
        return answers(
                family,
                (asked, context) ->
                        Detection.absent(asked, "no route", SourceAnswer.failed("one", "one", "", Duration.ZERO)));
    }

    FakeDetector fails(IpFamily family) {
        return answers(family, (asked, context) -> {
            throw new DetectionException("no answer");
        });
    }

    FakeDetector answers(IpFamily family, Answer answer) {
        answers.put(family, answer);
        secondAnswers.put(family, answer);
        return this;
    }

    /** Says something else when it is asked for a second reading. */
    FakeDetector secondly(String address) {
        IpAddress seen = IpAddress.parse(address);
        secondAnswers.put(seen.family(), (family, context) -> Detection.found(seen, answer("two", address)));
        return this;
    }

    /** One address, seen by one operator. */
    public static Detection found(String address) {
        return Detection.found(IpAddress.parse(address), answer("one", address));
    }

    private static SourceAnswer answer(String operator, String... addresses) {
        Set<IpAddress> parsed = new TreeSet<>();
        for (String address : addresses) {
            parsed.add(IpAddress.parse(address));
        }
        return new SourceAnswer("https://" + operator + ".example", operator, parsed, "", Duration.ZERO);
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
        Answer answer;
        synchronized (this) {
            if (context.secondReading()) {
                secondReadings++;
            } else {
                asked++;
            }
            answer = (context.secondReading() ? secondAnswers : answers).get(family);
        }
        return answer.give(family, context);
    }

    @Override
    public Subscription watch(Runnable changed) {
        watchers.add(changed);
        return () -> ended = true;
    }

    void announce() {
        watchers.forEach(Runnable::run);
    }
}
