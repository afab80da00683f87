package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.decide.Evidence;
import io.github.ddnsjava.decide.EvidenceKind;
import io.github.ddnsjava.decide.Situation;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.remember.RecordState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Step 2 for the records of one source: asks their policies, gathers the evidence that they ask for, each kind once, and
 * asks again. Not thread-safe.
 */
final class Decider {
    /** What a policy decided, in which situation, and by which detection. */
    record Verdict(Entry entry, Situation situation, Sighting sighting, Decision decision) {}

    private final EngineParts parts;
    private final Workers workers;
    private final Memory memory;
    private final Lanes lanes;
    private final Source source;
    private final Sighting sighting;
    private final Map<Entry, Map<EvidenceKind, Evidence>> evidence = new HashMap<>();

    Decider(EngineParts parts, Workers workers, Memory memory, Lanes lanes, Source source, Sighting sighting) {
        this.parts = parts;
        this.workers = workers;
        this.memory = memory;
        this.lanes = lanes;
        this.source = source;
        this.sighting = sighting;
    }

    List<Verdict> decide(Collection<Entry> entries) throws InterruptedException {
        List<Verdict> verdicts = new ArrayList<>();
        Collection<Entry> open = entries;
        while (!open.isEmpty()) {
            Map<EvidenceKind, List<Entry>> asked = new EnumMap<>(EvidenceKind.class);
            for (Entry entry : open) {
                Sighting seen = sightingOf(entry);
                Situation situation = situation(entry, seen);
                Decision decision = ask(entry, situation);
                if (decision instanceof Decision.Ask ask) {
                    asked.computeIfAbsent(ask.kind(), kind -> new ArrayList<>()).add(entry);
                } else {
                    verdicts.add(new Verdict(entry, situation, seen, decision));
                }
            }
            open = new ArrayList<>();
            for (Map.Entry<EvidenceKind, List<Entry>> question : asked.entrySet()) {
                gather(question.getKey(), question.getValue());
                open.addAll(question.getValue());
            }
        }
        return verdicts;
    }

    /** Asks the record's policy; one that fails, or asks again for what it was given, holds that record only. */
    private static Decision ask(Entry entry, Situation situation) {
        Decision decision;
        try {
            decision = entry.policy.decide(situation);
        } catch (RuntimeException e) {
            return Decision.hold(Problem.of(
                    ProblemKind.CONFIGURATION,
                    "the policy " + entry.policy.getClass().getName() + " failed: " + e));
        }
        return decision instanceof Decision.Ask ask && situation.evidence().containsKey(ask.kind())
                ? Decision.hold(Problem.of(
                        ProblemKind.CONFIGURATION,
                        "the policy " + entry.policy.getClass().getName() + " asks again for " + ask.kind()))
                : decision;
    }

    private Situation situation(Entry entry, Sighting seen) {
        Instant now = parts.clock().instant();
        RecordState state = memory.record(entry.key()).with(s -> observe(s, seen, now));
        return new Situation(
                entry.record,
                now,
                seen.detection(),
                state,
                entry.provider.abilities(),
                evidence.getOrDefault(entry, Map.of()));
    }

    private Sighting sightingOf(Entry entry) {
        Sighting pushed = entry.pushed;
        return pushed != null ? pushed : sighting;
    }

    /** Counts this sighting in: a changed address becomes or stays a candidate, a lost family is lost since. */
    private static void observe(RecordState.Builder state, Sighting seen, Instant now) {
        if (seen.detection().isEmpty()) {
            return;
        }
        boolean absent = seen.detection().get() instanceof Detection.Absent;
        state.absentSince = absent ? Optional.of(state.absentSince.orElse(now)) : Optional.empty();
        Set<IpAddress> addresses = seen.value().orElse(Set.of());
        if (absent || state.confirmed.equals(Optional.of(addresses))) {
            state.candidate = Optional.empty();
            return;
        }
        state.candidate = Optional.of(state.candidate
                .filter(candidate -> candidate.addresses().equals(addresses))
                .map(candidate -> new RecordState.Candidate(addresses, candidate.readings() + 1, candidate.since()))
                .orElseGet(() -> new RecordState.Candidate(addresses, 1, now)));
    }

    private void gather(EvidenceKind kind, List<Entry> entries) throws InterruptedException {
        switch (kind) {
            case SECOND_READING -> {
                Map<Sighting, Evidence> readings = new HashMap<>();
                for (Entry entry : entries) {
                    Sighting seen = sightingOf(entry);
                    Evidence reading = readings.get(seen);
                    if (reading == null) {
                        reading = secondReading(seen);
                        readings.put(seen, reading);
                    }
                    put(entry, reading);
                }
            }
            case DNS -> {
                for (Entry entry : entries) {
                    Optional<Set<IpAddress>> answer = parts.lookup().lookup(entry.record.name(), entry.record.type());
                    put(entry, new Evidence(kind, answer, answer.isEmpty() ? "live DNS cannot tell" : "live DNS"));
                }
            }
            case PROVIDER -> {
                Map<DnsProvider, List<Entry>> byProvider = new LinkedHashMap<>();
                entries.forEach(entry -> byProvider
                        .computeIfAbsent(entry.provider, p -> new ArrayList<>())
                        .add(entry));
                for (Map.Entry<DnsProvider, List<Entry>> group : byProvider.entrySet()) {
                    read(group.getKey(), group.getValue());
                }
            }
        }
    }

    private Evidence secondReading(Sighting seen) throws InterruptedException {
        return seen.detection().orElse(null) instanceof Detection.Found found
                ? DetectionRound.secondReading(parts, workers, source, found)
                : new Evidence(EvidenceKind.SECOND_READING, Optional.empty(), "there was no first reading");
    }

    private void read(DnsProvider provider, List<Entry> entries) throws InterruptedException {
        List<RecordChange> questions = new ArrayList<>();
        entries.forEach(entry ->
                questions.add(RecordChange.of(entry.record, Intent.ENSURE, Set.of(), memory.record(entry.key()))));
        try {
            List<RecordView> views = lanes.of(provider).read(provider, questions);
            for (int i = 0; i < entries.size(); i++) {
                put(
                        entries.get(i),
                        new Evidence(
                                EvidenceKind.PROVIDER, Optional.of(views.get(i).addresses()), "the provider"));
            }
        } catch (DdnsException | io.github.ddnsjava.publish.Publication.NotNowException e) {
            String why = String.valueOf(e.getMessage());
            entries.forEach(entry -> put(entry, new Evidence(EvidenceKind.PROVIDER, Optional.empty(), why)));
        }
    }

    private void put(Entry entry, Evidence gathered) {
        evidence.computeIfAbsent(entry, e -> new EnumMap<>(EvidenceKind.class)).put(gathered.kind(), gathered);
    }
}
