package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.config.SteadyProvider;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.cycle.DetectionRound;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.report.CycleReport;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.RecordState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at credentials, zones and values by reads only: all records of a provider at once, and one by one where that
 * fails. Not thread-safe.
 */
final class Checks {
    private final Run run;
    private final Roster roster;
    private final Lanes lanes;
    private final DetectionRound round;
    private final Map<Feed, Sighting> sightings = new HashMap<>();
    private final List<DetectionReport> detections = new ArrayList<>();
    private final Map<RecordKey, Set<IpAddress>> standing = new HashMap<>();

    Checks(Run run, Roster roster, Lanes lanes) {
        this.run = run;
        this.roster = roster;
        this.lanes = lanes;
        this.round = DetectionRound.first(run.parts(), run.workers(), false);
    }

    UpdateReport run() throws InterruptedException {
        Map<DnsProvider, List<Entry>> byProvider = new LinkedHashMap<>();
        roster.enabled()
                .forEach(entry -> byProvider
                        .computeIfAbsent(entry.provider, p -> new ArrayList<>())
                        .add(entry));
        List<RecordReport> reports = new ArrayList<>();
        for (Map.Entry<DnsProvider, List<Entry>> group : byProvider.entrySet()) {
            Optional<Problem> problem = problem(group.getKey(), group.getValue());
            for (Entry entry : group.getValue()) {
                boolean alone = problem.isPresent()
                        && problem.get().scope() != ProblemScope.ACCOUNT
                        && group.getValue().size() > 1;
                Optional<Problem> its = alone ? problem(group.getKey(), List.of(entry)) : problem;
                reports.add(its.isPresent() ? failed(entry, its.get()) : compared(entry));
            }
        }
        reports.sort((a, b) -> a.key().compareTo(b.key()));
        return new UpdateReport(reports, detections);
    }

    private Optional<Problem> problem(DnsProvider provider, List<Entry> entries) throws InterruptedException {
        List<RecordChange> records = new ArrayList<>();
        entries.forEach(entry ->
                records.add(RecordChange.of(entry.record, Intent.ENSURE, Set.of(), RecordState.unknown(entry.key()))));
        try {
            lanes.of(provider).check(provider, records).forEach(view -> standing.put(view.key(), view.addresses()));
            return Optional.empty();
        } catch (DdnsException e) {
            return Optional.of(e.problem());
        } catch (Publication.NotNowException e) {
            return Optional.of(Problem.of(ProblemKind.RATE_LIMITED, e.result().reason()));
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            return Optional.of(Problem.of(
                    ProblemKind.PROTOCOL,
                    SteadyProvider.name(provider) + " failed: " + e.getClass().getName()
                            + "; this is a defect of the provider"));
        }
    }

    /** Compares what stands there with what should; what was never published and is not there is not missed. */
    private RecordReport compared(Entry entry) throws InterruptedException {
        Set<IpAddress> there = standing.get(entry.key());
        RecordState state = run.memory().record(entry.key());
        Optional<Set<IpAddress>> wanted = there == null ? Optional.empty() : wanted(entry, state);
        boolean everPublished = state.confirmed().filter(set -> !set.isEmpty()).isPresent();
        if (there == null || wanted.isEmpty()) {
            return report(entry, Outcome.UNCHANGED, Set.of(), Set.of(), Optional.empty());
        }
        if (there.isEmpty() && !everPublished || same(entry, there, wanted.get())) {
            return report(entry, Outcome.UNCHANGED, wanted.get(), there, Optional.empty());
        }
        String has = there.isEmpty() ? "no value" : CycleReport.sorted(there).toString();
        Problem differs = Problem.of(
                ProblemKind.DIFFERS,
                "the provider has " + has + ", and the wanted value is " + CycleReport.sorted(wanted.get())
                        + "; a verification repairs values that are ours");
        return report(entry, Outcome.FAILED, wanted.get(), there, Optional.of(differs));
    }

    /** Returns the address that is detected now, or else the one that was confirmed last. */
    private Optional<Set<IpAddress>> wanted(Entry entry, RecordState state) throws InterruptedException {
        Sighting sighting = sightings.get(entry.feed);
        if (sighting == null) {
            sighting = round.look(entry.feed, 0);
            sightings.put(entry.feed, sighting);
            sighting.report().ifPresent(detections::add);
        }
        Optional<Detection> seen = entry.sighting(sighting).detection();
        return seen.filter(Detection.Found.class::isInstance)
                .map(found -> ((Detection.Found) found).addresses())
                .or(() -> state.confirmed().filter(set -> !set.isEmpty()));
    }

    /** Others may have values of their own beside ours. */
    private static boolean same(Entry entry, Set<IpAddress> there, Set<IpAddress> wanted) {
        return entry.record.owns().isWholeSet() ? there.equals(wanted) : there.containsAll(wanted);
    }

    private static RecordReport failed(Entry entry, Problem problem) {
        return report(entry, Outcome.FAILED, Set.of(), Set.of(), Optional.of(problem));
    }

    private static RecordReport report(
            Entry entry, Outcome outcome, Set<IpAddress> wanted, Set<IpAddress> there, Optional<Problem> problem) {
        return new RecordReport(
                entry.key(), outcome, CycleReport.sorted(wanted), CycleReport.sorted(there), Optional.empty(), problem);
    }
}
