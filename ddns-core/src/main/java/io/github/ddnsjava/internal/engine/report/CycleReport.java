package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.PendingChange;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one cycle comes to, collected as it comes. Thread-safe. */
public final class CycleReport {
    private static final Problem CUT_SHORT =
            Problem.of(ProblemKind.TRANSIENT, "the cycle ended before this record was processed");

    private final Memory memory;
    private final Map<RecordKey, RecordReport> records = new TreeMap<>();
    private final List<DetectionReport> detections = new ArrayList<>();
    private final List<Entry> included = new ArrayList<>();
    /** Why records are missing. */
    private Problem cause = CUT_SHORT;

    public CycleReport(Memory memory) {
        this.memory = memory;
    }

    /** Has an entry for each of these records, come what may. */
    public synchronized void include(Collection<Entry> entries) {
        included.addAll(entries);
    }

    public synchronized void add(DetectionReport detection) {
        detections.add(detection);
    }

    /** Nobody knows which address a record should have. */
    public synchronized void addUnknownAddress(RecordState state, Problem trouble) {
        records.put(state.key(), StatusView.unknownAddress(state, trouble));
    }

    /** There is no new answer about the address of a record. The remembered address counts. */
    public synchronized void addRemembered(RecordState state, AccountState account, Instant now) {
        records.put(state.key(), StatusView.remembered(state, account, now));
    }

    /** Nothing was sent for a record. */
    public void add(Outcome outcome, RecordState state, Optional<Instant> notBefore, Optional<Problem> problem) {
        add(outcome, state, Set.of(), notBefore, problem);
    }

    /** Something was, which stood elsewhere before. */
    public void add(
            Outcome outcome,
            RecordState state,
            Set<IpAddress> previous,
            Optional<Instant> notBefore,
            Optional<Problem> problem) {
        List<IpAddress> addresses = sorted(state.confirmed().orElse(Set.of()));
        put(new RecordReport(state.key(), outcome, addresses, sorted(previous), notBefore, problem));
    }

    /** A plan has determined what would be written, and the published values if they could be read. */
    public void addPlanned(PendingChange change, Optional<Set<IpAddress>> present) {
        Optional<Set<IpAddress>> known =
                present.or(() -> memory.record(change.key()).confirmed());
        Outcome outcome = change.change().intent() == Intent.WITHDRAW
                ? Outcome.WITHDRAWN
                : known.filter(Set::isEmpty).isPresent() ? Outcome.CREATED : Outcome.UPDATED;
        put(new RecordReport(
                change.key(),
                outcome,
                sorted(change.change().addresses()),
                sorted(known.orElse(Set.of())),
                Optional.empty(),
                Optional.empty()));
    }

    /** Notes why the cycle ends before all records are processed. */
    public synchronized void cutShort(String why) {
        cause = Problem.of(ProblemKind.TRANSIENT, CUT_SHORT.message() + ", because " + why);
    }

    private synchronized void put(RecordReport report) {
        records.put(report.key(), report);
    }

    /**
     * Returns the complete report. A record without a result was not processed, because the updater is closing, or
     * because of a defect that was logged.
     */
    public UpdateReport get() {
        for (Entry entry : missing()) {
            add(Outcome.FAILED, memory.record(entry.key()), Optional.empty(), Optional.of(cause()));
        }
        return all();
    }

    private synchronized Problem cause() {
        return cause;
    }

    private synchronized List<Entry> missing() {
        return included.stream()
                .filter(entry -> !records.containsKey(entry.key()))
                .toList();
    }

    private synchronized UpdateReport all() {
        return new UpdateReport(List.copyOf(records.values()), List.copyOf(detections));
    }

    /** Returns the addresses as reports show them. */
    public static List<IpAddress> sorted(Set<IpAddress> addresses) {
        return List.copyOf(new TreeSet<>(addresses));
    }
}
