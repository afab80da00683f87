package io.github.ddnsjava.internal.engine.cycle;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.decide.Evidence;
import io.github.ddnsjava.decide.EvidenceKind;
import io.github.ddnsjava.decide.Situation;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.event.DefectPart;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.rules.RecordDecision;
import io.github.ddnsjava.internal.engine.work.Errand;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Step 2 for the records of one feed: asks their policies, gathers the evidence that the policies request, each kind
 * once, and asks the policies again. Not thread-safe.
 */
final class Decider {
    /** This policy is added to the policy of a record that is to be verified now. */
    /** Longer than a resolver takes that asks three servers in turn. */
    private static final Duration LOOKUP_LIMIT = Duration.ofMinutes(1);

    private static final UpdatePolicy VERIFY = UpdatePolicies.verifyEvery(Duration.ofDays(1));

    private final Run run;
    private final Memory memory;
    private final Lanes lanes;
    private final DetectionRound round;
    private final Scope scope;
    private final Feed feed;
    private final Sighting sighting;
    private final Map<Entry, Map<EvidenceKind, Evidence>> evidence = new HashMap<>();
    private final Map<String, Optional<Decision.Hold>> accountHolds = new HashMap<>();

    Decider(Run run, Lanes lanes, DetectionRound round, Scope scope, Feed feed, Sighting sighting) {
        this.run = run;
        this.memory = run.memory();
        this.lanes = lanes;
        this.round = round;
        this.scope = scope;
        this.feed = feed;
        this.sighting = sighting;
    }

    List<RecordDecision> decide(Collection<Entry> entries) throws InterruptedException {
        List<RecordDecision> decisions = new ArrayList<>();
        Collection<Entry> open = entries;
        while (!open.isEmpty()) {
            Map<EvidenceKind, List<Entry>> asked = new EnumMap<>(EvidenceKind.class);
            for (Entry entry : open) {
                RecordDecision decided = decided(entry);
                if (decided.decision() instanceof Decision.Ask ask) {
                    asked.computeIfAbsent(ask.kind(), kind -> new ArrayList<>()).add(entry);
                } else {
                    decisions.add(decided);
                }
            }
            open = new ArrayList<>();
            for (Map.Entry<EvidenceKind, List<Entry>> question : asked.entrySet()) {
                gather(question.getKey(), question.getValue());
                open.addAll(question.getValue());
            }
        }
        return decisions;
    }

    /** What is on hold needs no evidence, and is not sent. */
    private RecordDecision decided(Entry entry) {
        Sighting seen = entry.sighting(sighting);
        if (seen.detection().isPresent()) {
            memory.decided(entry.key(), seen.sequence());
        }
        Situation situation = situation(entry, seen);
        Decision decision = ask(entry, situation);
        Optional<Decision.Hold> ofRecord = run.holdOnRecord(entry);
        Optional<Decision.Hold> hold = accountHolds
                .computeIfAbsent(entry.provider.account(), run::holdOnAccount)
                .or(() -> ofRecord);
        boolean held = hold.isPresent() && !(decision instanceof Decision.Keep) && !(decision instanceof Decision.Hold);
        boolean holdLasts = ofRecord.isPresent()
                && Holds.needsPerson(ofRecord.get().problem().kind());
        return new RecordDecision(
                entry,
                situation,
                seen,
                held ? hold.get() : decision,
                held,
                holdLasts,
                wanted(decision, seen, situation.state()));
    }

    /**
     * Returns what is to be there. A refresh publishes what is confirmed, though no address is known now. Where none is known,
     * nobody wants anything else than what is on its way.
     */
    private static Set<IpAddress> wanted(Decision decision, Sighting seen, RecordState state) {
        if (decision instanceof Decision.Publish publish) {
            return publish.addresses();
        }
        return decision instanceof Decision.Withdraw
                ? Set.of()
                : seen.value()
                        .or(() -> state.ticket().map(RecordState.Ticket::addresses))
                        .orElse(Set.of());
    }

    /**
     * Asks the policy of the record. A policy that fails, or requests evidence that it already has, holds only that
     * record.
     */
    private Decision ask(Entry entry, Situation situation) {
        UpdatePolicy policy = scope.verifies(entry) ? UpdatePolicies.all(entry.policy, VERIFY) : entry.policy;
        Decision decision;
        try {
            decision = Objects.requireNonNull(policy.decide(situation), "no decision");
        } catch (RuntimeException | Error e) {
            run.workers().defect(DefectPart.POLICY, e);
            return broken(entry, "failed: " + e);
        }
        return decision instanceof Decision.Ask ask && situation.evidence().containsKey(ask.kind())
                ? broken(entry, "asks again for " + ask.kind())
                : decision;
    }

    private static Decision broken(Entry entry, String how) {
        return Decision.hold(Problem.of(
                ProblemKind.CONFIGURATION,
                "the policy " + entry.policy.getClass().getName() + " " + how));
    }

    private Situation situation(Entry entry, Sighting seen) {
        Instant now = run.now();
        RecordState state = memory.record(entry.key()).with(s -> {
            observe(s, seen, now);
            if (s.confirmedBy.filter(by -> !by.equals(entry.provider.account())).isPresent()) {
                s.fingerprint = Optional.empty(); // another account knows nothing of it: it is read back, or written
            }
            if (scope.verifies(entry)) {
                s.checkedAt = s.checkedAt.map(at -> Instant.EPOCH); // so that a check is due
            }
        });
        return new Situation(
                entry.record,
                now,
                seen.detection(),
                state,
                entry.provider.abilities(),
                evidence.getOrDefault(entry, Map.of()));
    }

    /**
     * Adds this sighting to what is known of the record: a changed address becomes or remains a candidate, and the time
     * at which a family was lost is kept.
     */
    private static void observe(RecordState.Builder state, Sighting seen, Instant now) {
        if (seen.detection().isEmpty()) {
            return;
        }
        boolean absent = seen.detection().get() instanceof Detection.Absent;
        // Nobody lost a family before its address was published: then a wrong clock noted the time, and the loss begins
        // now.
        Optional<Instant> since = state.absentSince.filter(time -> state.history.isEmpty()
                || !time.isBefore(state.history.get(state.history.size() - 1).at()));
        state.absentSince = absent ? Optional.of(since.orElse(now)) : Optional.empty();
        Set<IpAddress> addresses = seen.value().orElse(Set.of());
        if (absent || state.confirmed.equals(Optional.of(addresses))) {
            state.candidate = Optional.empty();
            return;
        }
        state.candidate = Optional.of(state.candidate
                .filter(candidate -> candidate.addresses().equals(addresses))
                .map(RecordState.Candidate::again)
                .orElseGet(() -> new RecordState.Candidate(addresses, 1, now)));
    }

    private void gather(EvidenceKind kind, List<Entry> entries) throws InterruptedException {
        switch (kind) {
            case SECOND_READING -> {
                Map<Sighting, Evidence> readings = new HashMap<>();
                for (Entry entry : entries) {
                    Sighting seen = entry.sighting(sighting);
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
                    put(entry, liveDns(entry));
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

    private Evidence liveDns(Entry entry) throws InterruptedException {
        NameLookup lookup = run.parts().lookup();
        String who = "the look-up " + lookup.getClass().getName();
        if (run.workers().isStuck(who)) {
            return noAnswer("an earlier look-up has not returned");
        }
        Errand<Optional<Set<IpAddress>>> errand =
                new Errand<>(run.workers(), who, () -> lookup.lookup(entry.record.name(), entry.record.type()));
        try {
            Optional<Set<IpAddress>> answer = run.workers().askApart(errand, LOOKUP_LIMIT);
            return new Evidence(EvidenceKind.DNS, answer, answer.isEmpty() ? "live DNS gave no answer" : "live DNS");
        } catch (TimeoutException e) {
            return noAnswer("the look-up had not returned after " + Durations.format(LOOKUP_LIMIT));
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            if (cause instanceof InterruptedException) {
                throw new InterruptedException();
            }
            return noAnswer("the look-up failed: " + cause.getClass().getName());
        }
    }

    private static Evidence noAnswer(String why) {
        return new Evidence(EvidenceKind.DNS, Optional.empty(), why);
    }

    private Evidence secondReading(Sighting seen) throws InterruptedException {
        return seen.detection().orElse(null) instanceof Detection.Found found
                ? round.secondReading(feed, found)
                : new Evidence(EvidenceKind.SECOND_READING, Optional.empty(), "there was no first reading");
    }

    private void read(DnsProvider provider, List<Entry> entries) throws InterruptedException {
        List<RecordChange> questions = new ArrayList<>();
        entries.forEach(entry ->
                questions.add(RecordChange.of(entry.record, Intent.ENSURE, Set.of(), memory.record(entry.key()))));
        String why;
        try {
            Map<RecordKey, Set<IpAddress>> answers = new HashMap<>();
            lanes.of(provider).read(provider, questions).forEach(view -> answers.put(view.key(), view.addresses()));
            entries.forEach(entry -> put(
                    entry,
                    new Evidence(
                            EvidenceKind.PROVIDER, Optional.ofNullable(answers.get(entry.key())), "the provider")));
            return;
        } catch (DdnsException e) {
            if (e.scope() != ProblemScope.ACCOUNT && entries.size() > 1) {
                // One bad name must not keep the others from being read.
                for (Entry entry : entries) {
                    read(provider, List.of(entry));
                }
                return;
            }
            why = e.problem().message();
        } catch (Publication.NotNowException e) {
            why = e.result().reason();
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            why = "the provider failed: " + e.getClass().getName();
        }
        for (Entry entry : entries) {
            put(entry, new Evidence(EvidenceKind.PROVIDER, Optional.empty(), why));
        }
    }

    private void put(Entry entry, Evidence gathered) {
        evidence.computeIfAbsent(entry, e -> new EnumMap<>(EvidenceKind.class)).put(gathered.kind(), gathered);
    }
}
