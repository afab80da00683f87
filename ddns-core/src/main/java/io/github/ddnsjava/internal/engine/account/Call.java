package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.memory.Saver;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.PendingChange;
import io.github.ddnsjava.internal.engine.report.RecordEvents;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.rules.ResultRules;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Step 4 for one call to a provider: what is saved before a write, and after each result. Thread-safe: a provider may
 * write from several threads.
 */
final class Call {
    /** The settings that a hold rests on if a secret cannot be read: it ends when all can be. */
    static final String UNKNOWN = "unreadable";

    private final Run run;
    private final Memory memory;
    private final String account;
    private final DnsProvider provider;
    private final Map<RecordKey, PendingChange> changes = new LinkedHashMap<>();
    private final Map<RecordKey, Optional<Set<IpAddress>>> doubtsBefore = new HashMap<>();
    private final Optional<String> settings;
    private final String accountSettings;
    private final AtomicReference<@Nullable Boolean> rotated = new AtomicReference<>();
    private final ResultRules rules;
    private final RecordEvents events;
    /** What was remembered before a write was attempted, for those of which one was. */
    private final Map<RecordKey, RecordState> attempted = new ConcurrentHashMap<>();

    private final Map<RecordKey, PendingChange> refused = new LinkedHashMap<>();
    private final Set<DnsName> zonesThatWork = ConcurrentHashMap.newKeySet();
    private final Set<DnsName> zonesInTrouble = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean succeeded = new AtomicBoolean();
    private final AtomicBoolean troubled = new AtomicBoolean();

    Call(Run run, String account, DnsProvider provider, Collection<PendingChange> sent) {
        this.run = run;
        this.memory = run.memory();
        this.account = account;
        this.provider = provider;
        this.settings = Run.settings(provider);
        this.accountSettings = run.settings(account).orElse(UNKNOWN);
        this.rules = new ResultRules(provider.abilities(), run.clock(), run.backoff());
        this.events = new RecordEvents(run.clock(), run::tell);
        for (PendingChange change : sent) {
            changes.put(change.key(), change);
            doubtsBefore.put(change.key(), memory.record(change.key()).inDoubt());
        }
    }

    /**
     * Saves durably that writes are attempted. From here on, their records are in doubt.
     *
     * @return why they must not be, where they could not be looked up again
     */
    Optional<Problem> attempting(Set<RecordKey> keys) {
        if (run.workers().isClosed()) {
            return Optional.of(Saver.CLOSING); // a hundred thousand changes may be left, of which none is sent
        }
        Instant now = run.now();
        keys.forEach(key -> attempted.putIfAbsent(key, memory.record(key)));
        Optional<Problem> forgotten = memory.changeDurably(
                keys,
                state -> state.with(s -> {
                    s.ticket = Optional.empty();
                    PendingChange change = change(state.key());
                    Set<IpAddress> possible = new TreeSet<>(change.change().addresses());
                    doubtBefore(state.key()).ifPresent(possible::addAll);
                    s.inDoubt = Optional.of(possible);
                    s.sequence = change.sequence();
                    // So that a crash from here on is no reason to send the same again at once.
                    rules.waitAfterCrash(state).ifPresent(end -> s.waitUntil(Optional.of(end), now));
                }));
        boolean lost = run.mandate().isShared() // whoever may have another's lease writes nothing that is not fenced
                && forgotten.filter(p -> p.kind() == ProblemKind.STATE_LOCKED).isPresent();
        if (lost || forgotten.isEmpty() || forgotten.get().equals(Saver.CLOSING)) {
            return forgotten;
        }
        return provider.abilities().read()
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemKind.STATE_UNWRITABLE,
                        "no update was sent, because its result could not be saved, and this provider cannot be asked which"
                                + " address it has: " + forgotten.get().message()));
    }

    /** Remembers results, and hands them on. */
    void results(Map<RecordKey, ChangeResult> results, Map<RecordKey, DnsName> zones) {
        Optional<Problem> ofAccount = results.values().stream()
                .filter(result -> ResultRules.concerns(result, ProblemScope.ACCOUNT))
                .flatMap(result -> ResultRules.problem(result).stream())
                .findFirst();
        if (ofAccount.isPresent() && !troubled.getAndSet(true)) {
            memory.changeAccount(account, state -> rules.account(state, ofAccount.get(), accountSettings));
        }
        results.forEach((key, result) -> {
            DnsName zone = zones.get(key);
            if (zone != null) {
                remember(zone, result);
            }
        });
        if (results.values().stream().anyMatch(ResultRules::isSuccess)) {
            succeeded.set(true);
        }
        Map<RecordKey, Memory.RowUpdate> rows = memory.change(results.keySet(), state -> {
            ChangeResult result = Objects.requireNonNull(results.get(state.key()));
            RecordState before = waitingAsBefore(state);
            RecordState after = rules.record(
                    before,
                    change(state.key()),
                    result,
                    doubtBefore(state.key()),
                    heldZone(zones.get(state.key())),
                    change(state.key()).entry().record.fingerprint() + "|" + settings.orElse(UNKNOWN));
            boolean written = attempted.containsKey(state.key())
                    || result instanceof ChangeResult.Applied // of what was accepted in an earlier call
                    || result instanceof ChangeResult.Accepted; // still: the wait until the next question begins now
            return atFormerAccount(written ? after : ResultRules.unwritten(before, after));
        });
        AccountState accountState = memory.account(account);
        results.forEach((key, result) -> {
            PendingChange change = change(key);
            Memory.RowUpdate row = Objects.requireNonNull(rows.get(key));
            if (mayRepeat(change, result)) {
                repeat(change.repeated());
            } else {
                AccountState holder = heldZone(zones.get(key)).orElse(accountState);
                events.tell(change, result, row.before(), row.after(), holder);
                change.sender().remembered(change, result, row.before(), row.after(), holder);
            }
        });
    }

    private void remember(DnsName zone, ChangeResult result) {
        if (ResultRules.isSuccess(result)) {
            zonesThatWork.add(zone);
        } else if (ResultRules.concerns(result, ProblemScope.ZONE) && zonesInTrouble.add(zone)) {
            Problem problem = ResultRules.problem(result).orElseThrow();
            memory.changeAccount(Holds.zoneRow(account, zone), state -> rules.account(state, problem, accountSettings));
        }
    }

    /** Returns the row of a zone, if nothing may be sent to it. */
    private Optional<AccountState> heldZone(@Nullable DnsName zone) {
        return Optional.ofNullable(zone)
                .filter(name -> run.holdOnZone(account, name).isPresent())
                .map(name -> memory.account(Holds.zoneRow(account, name)));
    }

    /** What remains unknown at an account that the record has left is no reason to wait at its new one. */
    private RecordState atFormerAccount(RecordState after) {
        Entry present = run.roster().get().entries().get(after.key());
        return present == null || present.provider.account().equals(account)
                ? after
                : after.with(state -> {
                    state.inDoubt = Optional.empty();
                    state.ticket = Optional.empty();
                    state.clearTrouble();
                });
    }

    /** Returns whether a change was refused because of its credentials, and the credentials have changed since. */
    private boolean mayRepeat(PendingChange change, ChangeResult result) {
        return change.mayRepeat()
                && ResultRules.problem(result)
                        .filter(p -> p.kind() == ProblemKind.AUTHENTICATION)
                        .isPresent()
                && isRotated();
    }

    /** Asked once for a call: a source of secrets that is down must not delay each of its records. */
    private boolean isRotated() {
        Boolean known = rotated.get();
        if (known == null) {
            known = Run.isRotated(provider, settings); // without a lock, by two threads at worst
            rotated.set(known);
        }
        return known;
    }

    /**
     * Ends the call. If the account or a zone worked for all changes, its trouble is over. Returns the changes that may
     * be repeated.
     */
    List<PendingChange> end() {
        zonesThatWork.removeAll(zonesInTrouble);
        zonesThatWork.forEach(zone -> cleared(Holds.zoneRow(account, zone)));
        if (succeeded.get() && !troubled.get()) {
            cleared(account);
        }
        return toRepeat();
    }

    private synchronized void repeat(PendingChange change) {
        refused.put(change.key(), change);
    }

    private synchronized List<PendingChange> toRepeat() {
        return List.copyOf(refused.values());
    }

    private void cleared(String row) {
        memory.changeAccount(row, state -> state.problem().isPresent() ? state.cleared() : state);
    }

    /** Returns the row without the wait that was written before a write was attempted, in case of a crash. */
    private RecordState waitingAsBefore(RecordState state) {
        RecordState before = attempted.get(state.key());
        return before == null
                ? state
                : state.with(s -> {
                    s.notBefore = before.notBefore();
                    s.waitingSince = before.waitingSince();
                });
    }

    private PendingChange change(RecordKey key) {
        return Objects.requireNonNull(changes.get(key));
    }

    private Optional<Set<IpAddress>> doubtBefore(RecordKey key) {
        return doubtsBefore.getOrDefault(key, Optional.empty());
    }
}
