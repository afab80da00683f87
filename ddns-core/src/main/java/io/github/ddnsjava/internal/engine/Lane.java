package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Steps 3 and 4 for one account: publishes what is waiting, one call at a time, and remembers each result. A stalled
 * account delays no other. Thread-safe.
 */
final class Lane {
    private static final Duration CALL_LIMIT = Duration.ofMinutes(2);

    private final String account;
    private final Gate gate;
    private final EngineParts parts;
    private final Backoff backoff;
    private final Memory memory;
    private final Supplier<Roster> roster;
    private final boolean dry;
    private final Serial serial;
    private final Vetoes vetoes;
    private final RecordEvents recordEvents;
    private final Map<Object, Object> cache = new ConcurrentHashMap<>();
    /** What waits, by record: the newest change counts. */
    private final Map<RecordKey, Change> waiting = new LinkedHashMap<>();

    Lane(
            String account,
            Gate gate,
            EngineParts parts,
            Workers workers,
            Events events,
            Backoff backoff,
            Memory memory,
            Supplier<Roster> roster,
            boolean dry) {
        this.account = account;
        this.gate = gate;
        this.parts = parts;
        this.backoff = backoff;
        this.memory = memory;
        this.roster = roster;
        this.dry = dry;
        this.serial = new Serial(workers);
        this.vetoes = new Vetoes(parts.vetoes(), workers);
        this.recordEvents = new RecordEvents(events);
    }

    /** Puts a change in line; it goes with the next {@link #flush}. */
    void offer(Change change) {
        Change older;
        synchronized (waiting) {
            older = waiting.put(change.key(), change);
            if (older != null && older.sequence() > change.sequence()) {
                waiting.put(older.key(), older);
                older = change;
            }
        }
        if (older != null) {
            skip(older, Optional.empty(), "a newer detection came first");
        }
    }

    /** Publishes what is in line, as soon as the call before has ended. */
    void flush() {
        serial.execute(() -> {
            Map<DnsProvider, List<Change>> byProvider = new LinkedHashMap<>();
            synchronized (waiting) {
                waiting.values()
                        .forEach(change -> byProvider
                                .computeIfAbsent(change.entry().provider, p -> new ArrayList<>())
                                .add(change));
                waiting.clear();
            }
            boolean interrupted = false;
            for (Map.Entry<DnsProvider, List<Change>> group : byProvider.entrySet()) {
                try {
                    if (interrupted) {
                        group.getValue().forEach(change -> skip(change, Optional.empty(), "the updater is closing"));
                    } else {
                        publish(group.getKey(), group.getValue());
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void publish(DnsProvider provider, List<Change> changes) throws InterruptedException {
        String secretsUsed = provider.fingerprint();
        List<Change> refused = publishOnce(provider, changes, secretsUsed);
        if (!refused.isEmpty() && !provider.fingerprint().equals(secretsUsed)) {
            // The credentials were refused, and meanwhile they are others: one more try, with those.
            publishOnce(provider, refused, provider.fingerprint());
        }
    }

    /** Publishes what is not held; returns what was refused for its credentials. */
    private List<Change> publishOnce(DnsProvider provider, List<Change> changes, String secretsUsed)
            throws InterruptedException {
        Map<RecordKey, Change> going = new LinkedHashMap<>();
        Set<RecordChange> companions = new LinkedHashSet<>();
        for (Change change : admitted(changes, secretsUsed)) {
            going.put(change.key(), change);
        }
        for (Change change : List.copyOf(going.values())) {
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

        List<Change> refused = new ArrayList<>();
        Instant now = parts.clock().instant();
        LanePublication publication = new LanePublication(
                gate,
                parts.clock(),
                now.plus(CALL_LIMIT),
                dry,
                cache,
                keys -> memory.change(keys, state -> attempted(state, Objects.requireNonNull(going.get(state.key())))),
                results -> refused.addAll(remember(provider, going, results, secretsUsed)));
        publication.publish(provider, wanted);
        gate.rememberBudget();
        publication.planned().forEach(write -> {
            Change change = Objects.requireNonNull(going.get(write.key()));
            change.cycle().planned(change, publication.seen(write.key()));
        });
        return refused;
    }

    private static RecordState attempted(RecordState state, Change change) {
        return state.with(s -> {
            s.inDoubt = Optional.of(change.change().addresses());
            s.sequence = change.sequence();
        });
    }

    /** Sorts out what is held, vetoed, or overtaken by a newer detection. */
    private List<Change> admitted(List<Change> changes, String secretsUsed) {
        Instant now = parts.clock().instant();
        AccountState accountState = memory.account(account);
        boolean accountHeld = Holds.isHeld(accountState, secretsUsed, now);
        List<Change> admitted = new ArrayList<>();
        for (Change change : changes) {
            RecordState state = memory.record(change.key());
            if (change.sequence() < state.sequence()) {
                skip(change, Optional.empty(), "a newer detection came first");
            } else if (accountHeld) {
                held(change, accountState.problem().orElseThrow(), accountState.notBefore());
            } else if (Holds.isHeld(state, holdFingerprint(change, secretsUsed), now)) {
                held(change, state.problem().orElseThrow(), state.notBefore());
            } else {
                Optional<String> objection = dry ? Optional.empty() : vetoes.objection(change.change());
                if (objection.isPresent()) {
                    skip(change, Optional.empty(), "vetoed: " + objection.get());
                } else {
                    admitted.add(change);
                }
            }
        }
        return admitted;
    }

    private static String holdFingerprint(Change change, String secretsUsed) {
        return change.entry().record.fingerprint() + "|" + secretsUsed;
    }

    /** Adds the other family's values where the provider needs both; false where they are needed and unknown. */
    private boolean addCompanion(
            DnsProvider provider, Change change, Map<RecordKey, Change> going, Set<RecordChange> companions) {
        RecordKey key = change.key().companion();
        Entry companion = roster.get().entries().get(key);
        if (provider.abilities().joint() == Abilities.Joint.SEPARATE || companion == null || going.containsKey(key)) {
            return true;
        }
        RecordState state = memory.record(key);
        if (provider.abilities().joint() == Abilities.Joint.OMISSION_CHANGES
                && state.confirmed().isEmpty()
                && state.absentSince().isEmpty()) {
            skip(change, Optional.empty(), "the provider would clear " + key + ", whose address is not known yet");
            return false;
        }
        companions.add(
                RecordChange.of(companion.record, Intent.KEEP, state.confirmed().orElse(Set.of()), state));
        return true;
    }

    private void held(Change change, Problem problem, Optional<Instant> notBefore) {
        change.cycle().settleHeld(change, problem, notBefore);
    }

    private void skip(Change change, Optional<Instant> notBefore, String reason) {
        held(change, Problem.of(ProblemKind.TRANSIENT, reason), notBefore);
    }

    /** Remembers results; returns what was refused for its credentials. */
    private List<Change> remember(
            DnsProvider provider,
            Map<RecordKey, Change> going,
            Map<RecordKey, ChangeResult> results,
            String secretsUsed) {
        ResultRules rules = new ResultRules(provider.abilities(), parts.clock().instant(), backoff);
        results.values().stream()
                .filter(ResultRules::isOfAccount)
                .flatMap(result -> ResultRules.problem(result).stream())
                .findFirst()
                .ifPresent(
                        problem -> memory.changeAccount(account, state -> rules.account(state, problem, secretsUsed)));
        if (results.values().stream().anyMatch(Lane::isSuccess)) {
            memory.changeAccount(account, state -> state.problem().isPresent() ? state.cleared() : state);
        }
        Map<RecordKey, RecordState> before = new HashMap<>();
        results.keySet().forEach(key -> before.put(key, memory.record(key)));
        Map<RecordKey, RecordState> after = memory.change(results.keySet(), state -> {
            Change change = Objects.requireNonNull(going.get(state.key()));
            ChangeResult result = Objects.requireNonNull(results.get(state.key()));
            return rules.record(state, change, result, holdFingerprint(change, secretsUsed));
        });
        List<Change> refused = new ArrayList<>();
        results.forEach((key, result) -> {
            Change change = Objects.requireNonNull(going.get(key));
            RecordState was = Objects.requireNonNull(before.get(key));
            RecordState is = Objects.requireNonNull(after.get(key));
            boolean badCredentials = ResultRules.problem(result)
                    .filter(p -> p.kind() == ProblemKind.AUTHENTICATION)
                    .isPresent();
            if (badCredentials && !provider.fingerprint().equals(secretsUsed) && change.mayRepeat()) {
                refused.add(change.repeated());
            } else {
                if (!dry) {
                    recordEvents.tell(
                            change,
                            result,
                            was,
                            is,
                            memory.account(account),
                            parts.clock().instant());
                }
                change.cycle().remembered(change, result, was, is, memory.account(account));
            }
        });
        return refused;
    }

    private static boolean isSuccess(ChangeResult result) {
        return result instanceof ChangeResult.Applied || result instanceof ChangeResult.AlreadyRight;
    }

    /** Reads record sets beside the lane, through the same gate: evidence for policies, and checks. */
    List<RecordView> read(DnsProvider provider, Collection<RecordChange> questions) throws InterruptedException {
        return provider.read(List.copyOf(questions), reading());
    }

    /** Looks at credentials and zones, by reads only. */
    void check(DnsProvider provider, Collection<RecordChange> records) throws InterruptedException {
        provider.check(List.copyOf(records), reading());
    }

    private LanePublication reading() {
        return new LanePublication(
                gate, parts.clock(), parts.clock().instant().plus(CALL_LIMIT), true, cache, keys -> {}, results -> {});
    }

    /** Ends the holds on this account. */
    void resume() {
        memory.changeAccount(account, AccountState::cleared);
    }

    /** Returns the addresses as reports show them. */
    static List<IpAddress> sorted(Set<IpAddress> addresses) {
        return List.copyOf(new TreeSet<>(addresses));
    }
}
