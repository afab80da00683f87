package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.PendingChange;
import io.github.ddnsjava.internal.engine.rules.ResultRules;
import io.github.ddnsjava.internal.engine.work.Serial;
import io.github.ddnsjava.internal.engine.work.SingleFlight;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.remember.RecordState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Step 3 for one account: publishes the waiting changes, one call at a time. Step 4 follows each result ({@link Call}).
 * An account that does not answer delays no other account. Thread-safe.
 */
public final class Lane {
    private final String account;
    private final Gate gate;
    private final Run run;
    private final Memory memory;
    private final Serial serial;
    private final Vetoes vetoes;
    private final ProviderCode code;
    private final Tickets tickets;
    /** What a gate refuses one call, it may let another make. */
    private final SingleFlight<Object, Object> cache =
            new SingleFlight<>(Publication.NotNowException.class::isInstance);
    /** What waits, by record: the newest change counts. */
    private final Map<RecordKey, PendingChange> waiting = new LinkedHashMap<>();

    Lane(String account, Gate gate, Run run) {
        this.account = account;
        this.gate = gate;
        this.run = run;
        this.memory = run.memory();
        this.serial = new Serial(run.workers());
        this.vetoes = new Vetoes(() -> run.dry() ? List.of() : run.parts().vetoes(), run.workers());
        this.code = new ProviderCode(run.workers());
        this.tickets = new Tickets(run, account, gate, code, this::reading);
    }

    /** Adds changes to the queue. They are sent together as soon as the call before has ended. */
    public void send(Collection<PendingChange> changes) {
        changes.forEach(this::queue);
        serial.execute(() -> {
            Map<DnsProvider, List<PendingChange>> groups = takeWaiting();
            try {
                groups.forEach(this::publishUninterrupted);
            } finally {
                // Whatever happened: no cycle waits for ever.
                groups.values()
                        .forEach(group -> group.forEach(change -> skip(change, "the request could not be sent")));
            }
        });
    }

    /** Runs a task after the calls that have begun, and those that wait. */
    void afterCalls(Runnable task) {
        serial.execute(task);
    }

    private void publishUninterrupted(DnsProvider provider, List<PendingChange> changes) {
        try {
            publish(provider, changes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // which ends the other calls, too
        }
    }

    private void queue(PendingChange change) {
        PendingChange older = put(change);
        if (older != null) {
            skip(older, "a newer address was detected in the meantime");
        }
    }

    /** Returns the change that is superseded if there are two for one record. */
    private synchronized @Nullable PendingChange put(PendingChange change) {
        PendingChange older = waiting.put(change.key(), change);
        if (older != null && older.sequence() > change.sequence()) {
            waiting.put(older.key(), older);
            return change;
        }
        return older;
    }

    private Map<DnsProvider, List<PendingChange>> takeWaiting() {
        Map<DnsProvider, List<PendingChange>> byProvider = new LinkedHashMap<>();
        takeAll()
                .forEach(change -> byProvider
                        .computeIfAbsent(change.entry().provider, p -> new ArrayList<>())
                        .add(change));
        return byProvider;
    }

    private synchronized List<PendingChange> takeAll() {
        List<PendingChange> all = List.copyOf(waiting.values());
        waiting.clear();
        return all;
    }

    private void publish(DnsProvider provider, List<PendingChange> changes) throws InterruptedException {
        List<PendingChange> refused = publishOnce(provider, changes);
        if (!refused.isEmpty()) {
            // The credentials were refused, and meanwhile they are others: one more try, with those.
            publishOnce(provider, refused);
        }
    }

    /**
     * Publishes the changes that are not held. Returns the changes that were refused because of credentials that have
     * changed since.
     */
    private List<PendingChange> publishOnce(DnsProvider provider, List<PendingChange> changes)
            throws InterruptedException {
        Map<RecordKey, PendingChange> going = new LinkedHashMap<>();
        vetoes.unopposed(tickets.settle(provider, admitted(changes)), (change, why) -> skip(change, "vetoed: " + why))
                .forEach(change -> going.put(change.key(), change));
        Set<RecordChange> companions = new LinkedHashSet<>();
        for (PendingChange change : List.copyOf(going.values())) {
            if (!addCompanion(provider, change, going, companions)) {
                going.remove(change.key());
            }
        }
        if (going.isEmpty()) {
            return List.of();
        }
        List<RecordChange> wanted = new ArrayList<>();
        going.values().forEach(change -> wanted.add(change.change()));
        wanted.addAll(companions);

        Set<Integer> groups = run.groups(going.keySet());
        Call call = new Call(run, account, provider, going.values());
        PendingChange one = going.values().iterator().next();
        LanePublication publication = new LanePublication(
                new Passage(gate, one.key().provider(), one.sender().cycle(), run.mandate(), groups),
                run.clock(),
                run.now().plus(ProviderCode.EXCHANGES_BEGIN_WITHIN),
                run.dry(),
                cache,
                call::attempting,
                call::results);
        run.mandate().begins(groups);
        try {
            gate.begin();
            publication.publish(provider, wanted, code);
            gate.rememberBudget();
            publication.planned().forEach(write -> {
                PendingChange change = Objects.requireNonNull(going.get(write.key()));
                change.sender().planned(change, publication.seen(write.key()));
            });
            return call.end();
        } finally {
            run.mandate().ended(groups);
        }
    }

    /**
     * Removes changes that are held, superseded by a newer detection, or of records that are no longer managed. Records
     * that failed before come last, because the first exchange after an outage shows whether the account works.
     */
    private List<PendingChange> admitted(List<PendingChange> changes) {
        Optional<Decision.Hold> accountHold = run.holdOnAccount(account);
        List<PendingChange> admitted = new ArrayList<>();
        for (PendingChange change : changes) {
            Optional<Decision.Hold> hold = accountHold.or(() -> run.holdOnRecord(change.entry()));
            if (!run.roster().get().has(change.entry())) {
                skip(change, "the record was changed or removed in the meantime");
            } else if (!run.dry() && !run.roster().get().keeps(change.entry())) {
                skip(change, "this node does not lead the group of the record any more");
            } else if (memory.isOvertaken(change.key(), change.sequence())) {
                skip(change, "a newer address was detected in the meantime");
            } else if (hold.isPresent()) {
                change.sender().notSent(change, hold.get());
            } else {
                admitted.add(change.knowing(memory.record(change.key())));
            }
        }
        admitted.sort(
                Comparator.comparingInt(change -> memory.record(change.key()).attempts()));
        return admitted;
    }

    /** Adds the values of the other family if the provider needs both. Returns false if they are needed and unknown. */
    private boolean addCompanion(
            DnsProvider provider,
            PendingChange change,
            Map<RecordKey, PendingChange> going,
            Set<RecordChange> companions) {
        RecordKey key = change.key().companion();
        Entry companion = run.roster().get().entries().get(key);
        if (provider.abilities().joint() == Abilities.Joint.SEPARATE || companion == null || going.containsKey(key)) {
            return true;
        }
        RecordState state = memory.record(key);
        Optional<Set<IpAddress>> standing = standing(companion, state);
        boolean absent = state.absentSince().isPresent() && state.inDoubt().isEmpty();
        if (provider.abilities().joint() == Abilities.Joint.OMISSION_CHANGES && standing.isEmpty() && !absent) {
            skip(change, "the provider would clear " + key + ", whose address is not known yet");
            return false;
        }
        companions.add(RecordChange.of(companion.record, Intent.KEEP, standing.orElse(Set.of()), state));
        return true;
    }

    /**
     * Returns the published values as far as they are known. If the result of a write is unknown, returns the values
     * that were sent last, because the values before them would undo that write. If several results are unknown, it is
     * not known which values are published, and nothing is returned.
     */
    private static Optional<Set<IpAddress>> standing(Entry entry, RecordState state) {
        if (state.inDoubt().isEmpty()) {
            return state.confirmed();
        }
        Set<IpAddress> possible = state.inDoubt().get();
        Set<IpAddress> detected = entry.feed.handled();
        if (!detected.isEmpty() && possible.containsAll(detected)) {
            return Optional.of(detected);
        }
        return possible.size() == 1 ? Optional.of(possible) : Optional.empty();
    }

    private static void skip(PendingChange change, String reason) {
        change.sender().notSent(change, new Decision.Hold(Problem.of(ProblemKind.TRANSIENT, reason), Optional.empty()));
    }

    /** Reads record sets beside the lane, through the same gate: evidence for policies, and checks. */
    public List<RecordView> read(DnsProvider provider, Collection<RecordChange> questions) throws InterruptedException {
        Optional<String> before = run.settings(account);
        try {
            return code.ask(provider, () -> provider.read(List.copyOf(questions), reading(provider, questions)));
        } catch (DdnsException e) {
            // What was refused may be unreadable by now, because it is read anew.
            refused(
                    provider,
                    e.problem(),
                    run.settings(account).or(() -> before).orElse(Call.UNKNOWN));
            throw e;
        }
    }

    /** A refused read has the same effect on the account as a refused write. */
    private void refused(DnsProvider provider, Problem problem, String settings) {
        if (problem.scope() == ProblemScope.ACCOUNT) {
            ResultRules rules = new ResultRules(provider.abilities(), run.clock(), run.backoff());
            memory.changeAccount(account, state -> rules.account(state, problem, settings));
        }
    }

    /** Checks credentials and zones without any write, and returns the values that were read. */
    public List<RecordView> check(DnsProvider provider, Collection<RecordChange> records) throws InterruptedException {
        return code.ask(provider, () -> provider.check(List.copyOf(records), reading(provider, records)));
    }

    private LanePublication reading(DnsProvider provider, Collection<RecordChange> questions) {
        Set<Integer> groups =
                run.groups(questions.stream().map(RecordChange::key).toList());
        return new LanePublication(
                new Passage(gate, run.key(provider), 0, run.mandate(), groups),
                run.clock(),
                run.now().plus(ProviderCode.EXCHANGES_BEGIN_WITHIN),
                true,
                cache,
                keys -> Optional.empty(),
                (results, zones) -> {});
    }
}
