package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.event.UpdateEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The troubles that have begun and not ended, so that the log says from time to time that they last: after an hour, and
 * then each time at twice the distance. All share one line, so ten thousand records in trouble do not fill the log.
 * Thread-safe.
 */
final class OpenTroubles {
    /** The first reminder. A failure of an hour is no hiccup any more. */
    static final Duration FIRST = Duration.ofHours(1);

    /** What is in trouble since when. */
    private record Open(Problem problem, Instant since) {}

    /**
     * What a reminder says.
     *
     * @param subject what has been in trouble for the longest time
     * @param problem what is wrong with it
     * @param lasted how long it has lasted
     * @param troubles how many troubles there are in all
     */
    record Reminder(String subject, Problem problem, Duration lasted, int troubles) {}

    /** By subject, the oldest first. */
    private final Map<String, Open> open = new LinkedHashMap<>();

    private Duration distance = FIRST;
    private Optional<Instant> next = Optional.empty();

    synchronized void note(UpdateEvent event) {
        if (event instanceof UpdateEvent.Trouble trouble) {
            Open before = open.get(trouble.subject());
            open.put(trouble.subject(), new Open(trouble.problem(), before == null ? event.at() : before.since()));
            if (next.isEmpty()) {
                distance = FIRST;
                next = Optional.of(event.at().plus(distance));
            }
        } else if (event instanceof UpdateEvent.Recovery recovery) {
            open.remove(recovery.subject());
        } else if (event instanceof UpdateEvent.Reconfigured reconfigured) {
            forget(reconfigured.report());
        }
        if (open.isEmpty()) {
            next = Optional.empty();
        }
    }

    /** Has lasted since an earlier process; so the first cycle that does not end it says so. */
    synchronized void resume(String subject, Problem problem, Instant since, Instant now) {
        open.putIfAbsent(subject, new Open(problem, since));
        distance = FIRST.dividedBy(2);
        next = Optional.of(now);
    }

    /** What was replaced has no trouble yet; if it gets into trouble, that is an event. */
    private void forget(ReconfigurationReport report) {
        report.records().removed().forEach(key -> open.remove(key.toString()));
        report.records().changed().forEach(key -> open.remove(key.toString()));
        Set<String> detectors = report.detectors().removed().stream()
                .map(key -> "detector " + key + " ")
                .collect(Collectors.toSet());
        open.keySet().removeIf(subject -> detectors.stream().anyMatch(subject::startsWith));
    }

    /** Returns what to say now; mostly nothing. */
    synchronized Optional<Reminder> reminder(Instant now) {
        if (next.filter(at -> !now.isBefore(at)).isEmpty()) {
            return Optional.empty();
        }
        distance = distance.multipliedBy(2);
        next = Optional.of(now.plus(distance));
        Map.Entry<String, Open> oldest = open.entrySet().iterator().next();
        Open first = oldest.getValue();
        return Optional.of(
                new Reminder(oldest.getKey(), first.problem(), Duration.between(first.since(), now), open.size()));
    }
}
