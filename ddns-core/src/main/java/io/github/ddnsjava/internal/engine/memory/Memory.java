package io.github.ddnsjava.internal.engine.memory;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Step 4, remember: the store, changed by one thread at a time. That of a plan keeps its changes to itself.
 * Thread-safe.
 */
public final class Memory {
    /** A row before and after a change. */
    public record Changed(RecordState before, RecordState after) {}

    private final StateStore store;
    private final boolean kept;
    private final Consumer<Problem> unwritable;
    private final AtomicLong sequence;
    /** What the store has not been given, or has not been given yet. */
    private final Map<RecordKey, RecordState> ownRecords = new HashMap<>();

    private final Map<String, AccountState> ownAccounts = new HashMap<>();
    private final Map<RecordKey, Long> decided = new ConcurrentHashMap<>();
    private boolean closed;

    private Memory(StateStore store, boolean kept, Consumer<Problem> unwritable) {
        this.store = store;
        this.kept = kept;
        this.unwritable = unwritable;
        this.sequence = new AtomicLong(store.highestSequence());
    }

    /** The memory of an open store; told where a row could not be made durable. */
    public static Memory of(StateStore store, Consumer<Problem> unwritable) {
        return new Memory(store, true, unwritable);
    }

    /** A memory that begins like the store, and the one at work if there is one, and keeps its changes to itself. */
    public static Memory forPlan(StateStore store, @Nullable Memory atWork) {
        Memory plan = new Memory(store, false, e -> {});
        if (atWork != null) {
            synchronized (atWork) {
                plan.ownRecords.putAll(atWork.ownRecords);
            }
        }
        return plan;
    }

    /** Returns the number of a new detection, higher than that of any before, restarts included. */
    public long nextSequence() {
        return sequence.incrementAndGet();
    }

    public synchronized RecordState record(RecordKey key) {
        RecordState own = ownRecords.get(key);
        return own != null ? own : store.record(key);
    }

    public synchronized AccountState account(String id) {
        AccountState own = ownAccounts.get(id);
        return own != null ? own : store.account(id);
    }

    /** A record was decided by a detection that said something: what was decided by an older one is out of date. */
    public void decided(RecordKey key, long sequence) {
        decided.merge(key, sequence, Math::max);
    }

    /** Tells whether a record was decided, or written, by a newer detection, restarts included. */
    public boolean isOvertaken(RecordKey key, long sequence) {
        return sequence < Math.max(decided.getOrDefault(key, 0L), record(key).sequence());
    }

    /** Changes one record's row; an equal one is not written. */
    public RecordState change(RecordKey key, UnaryOperator<RecordState> change) {
        return Objects.requireNonNull(change(List.of(key), change).get(key)).after();
    }

    /** Changes several records' rows in one write; equal ones, and mere candidates, are not written. */
    public synchronized Map<RecordKey, Changed> change(Collection<RecordKey> keys, UnaryOperator<RecordState> change) {
        Map<RecordKey, Changed> all = new HashMap<>();
        List<RecordState> changed = new ArrayList<>();
        for (RecordKey key : keys) {
            RecordState before = record(key);
            RecordState after = change.apply(before);
            all.put(key, new Changed(before, after));
            if (after.equals(before)) {
                continue;
            }
            if (isMereCandidate(before, after)) {
                ownRecords.put(key, after);
            } else {
                changed.add(after);
            }
        }
        save(changed, Optional.empty());
        return all;
    }

    /**
     * Tells whether only what a detector says has changed, and nothing of what was published or tried. A crash costs
     * such readings, which are taken again; but a line that lies all day long costs no write in every cycle.
     */
    private static boolean isMereCandidate(RecordState before, RecordState after) {
        boolean sameTrouble =
                before.problem().map(Problem::kind).equals(after.problem().map(Problem::kind));
        return sameTrouble
                && after.equals(before.with(state -> {
                    state.candidate = after.candidate();
                    state.problem = after.problem();
                }));
    }

    /** Changes an account's row. */
    public synchronized AccountState changeAccount(String id, UnaryOperator<AccountState> change) {
        AccountState before = account(id);
        AccountState after = change.apply(before);
        if (!after.equals(before)) {
            save(List.of(), Optional.of(after));
        }
        return after;
    }

    private void save(List<RecordState> records, Optional<AccountState> account) {
        if (closed || records.isEmpty() && account.isEmpty()) {
            return;
        }
        if (!kept) {
            records.forEach(record -> ownRecords.put(record.key(), record));
            account.ifPresent(state -> ownAccounts.put(state.id(), state));
            return;
        }
        records.forEach(record -> ownRecords.remove(record.key()));
        try {
            store.save(records, account);
        } catch (StateException e) {
            // The rows count all the same: an updater that stops at a full disk helps nobody.
            unwritable.accept(e.problem());
        } catch (RuntimeException e) {
            unwritable.accept(Problem.of(
                    ProblemKind.CONFIGURATION,
                    "the state store " + store.getClass().getName() + " failed: "
                            + e.getClass().getName() + "; this is a defect of the store"));
        }
    }

    /** Saves nothing more: what is still under way is in doubt, and looked at by the next updater. */
    public synchronized void close() {
        if (kept) {
            save(List.copyOf(ownRecords.values()), Optional.empty());
        }
        closed = true;
    }
}
