package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.detect.Detection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The result of step 1.
 *
 * @param detection the answer of the detector; empty if it failed
 * @param problem why it failed
 * @param sequence its number; a higher number is newer
 * @param report the same, for people
 * @param mayPass whether the failure may pass within seconds
 * @param at when it was made; empty if nothing was detected or pushed
 */
public record Sighting(
        Optional<Detection> detection,
        Optional<Problem> problem,
        long sequence,
        Optional<DetectionReport> report,
        boolean mayPass,
        Optional<Instant> at) {
    /** The problem of a record whose addresses the application pushes, before it has pushed one. */
    public static final Problem NOTHING_PUSHED =
            Problem.of(ProblemKind.DETECTION, "no address was pushed yet; the application gives it by Updater.push");

    public static Sighting of(String detector, Detection detection, long sequence) {
        boolean found = detection instanceof Detection.Found;
        DetectionReport report = new DetectionReport(
                detector,
                detection.family(),
                found ? DetectionReport.Verdict.FOUND : DetectionReport.Verdict.ABSENT,
                detection instanceof Detection.Found f ? List.copyOf(f.addresses()) : List.of(),
                detection.evidence(),
                detection instanceof Detection.Absent a ? a.reason() : "");
        return new Sighting(
                Optional.of(detection), Optional.empty(), sequence, Optional.of(report), false, Optional.empty());
    }

    public static Sighting failed(
            Feed feed, Problem problem, List<SourceAnswer> evidence, long sequence, boolean mayPass) {
        DetectionReport report = new DetectionReport(
                feed.key, feed.family, DetectionReport.Verdict.FAILED, List.of(), evidence, problem.message());
        return new Sighting(
                Optional.empty(), Optional.of(problem), sequence, Optional.of(report), mayPass, Optional.empty());
    }

    /** No detector was asked: the addresses of the record are pushed, and none was pushed yet. */
    public static Sighting none(Problem problem, long sequence) {
        return new Sighting(
                Optional.empty(), Optional.of(problem), sequence, Optional.empty(), false, Optional.empty());
    }

    /** Returns this sighting with another number. */
    Sighting numbered(long number) {
        return new Sighting(detection, problem, number, report, mayPass, at);
    }

    /** Returns this sighting with the time at which it was made. */
    public Sighting madeAt(Instant time) {
        return new Sighting(detection, problem, sequence, report, mayPass, Optional.of(time));
    }

    /**
     * Returns the addresses; an empty set if it is certain that there are none; an empty optional if the detection
     * failed.
     */
    public Optional<Set<IpAddress>> value() {
        return detection.map(d -> d instanceof Detection.Found found ? found.addresses() : Set.of());
    }
}
