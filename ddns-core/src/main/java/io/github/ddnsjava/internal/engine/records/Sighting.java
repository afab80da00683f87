package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.detect.Detection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What step 1 came to.
 *
 * @param detection what was said; empty where it failed
 * @param problem why it failed
 * @param sequence its number: higher is newer
 * @param report the same, for people
 * @param mayPass whether it failed in a way that may pass within seconds
 */
public record Sighting(
        Optional<Detection> detection,
        Optional<Problem> problem,
        long sequence,
        Optional<DetectionReport> report,
        boolean mayPass) {
    /** What is wrong where the application gives the addresses, and has given none. */
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
        return new Sighting(Optional.of(detection), Optional.empty(), sequence, Optional.of(report), false);
    }

    public static Sighting failed(
            Feed feed, Problem problem, List<SourceAnswer> evidence, long sequence, boolean mayPass) {
        DetectionReport report = new DetectionReport(
                feed.key, feed.family, DetectionReport.Verdict.FAILED, List.of(), evidence, problem.message());
        return new Sighting(Optional.empty(), Optional.of(problem), sequence, Optional.of(report), mayPass);
    }

    /** Nothing was looked at: the record is fed by pushes, and none has come. */
    public static Sighting none(Problem problem, long sequence) {
        return new Sighting(Optional.empty(), Optional.of(problem), sequence, Optional.empty(), false);
    }

    /** Returns the addresses, an empty set where there are none for certain, and nothing where it failed. */
    public Optional<Set<IpAddress>> value() {
        return detection.map(d -> d instanceof Detection.Found found ? found.addresses() : Set.of());
    }
}
