package io.github.ddnsjava.internal.engine.memory;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows durable by group commit. If no thread is saving, the calling thread saves all waiting rows in one call to
 * the store. The other threads wait for their rows. A thousand accounts therefore need only a few syncs of the disk,
 * and the store has one writer. The lock is held for a few instructions, and never while the store works. Thread-safe.
 */
public final class Saver {
    /** The answer for threads that wait while the updater closes. {@link #close} saves their rows. */
    public static final Problem CLOSING = Problem.of(ProblemKind.TRANSIENT, "the updater is closing");

    /**
     * Rows cannot be saved.
     *
     * @param since since when
     * @param problem why the last attempt failed
     */
    public record Trouble(Instant since, Problem problem) {}

    /** A trouble has begun, or is over. */
    private record News(Optional<Trouble> trouble) {}

    /** Rows that are saved together. Guarded by the saver's lock until it is taken. */
    private static final class Batch {
        private final Set<RecordKey> records = new LinkedHashSet<>();
        private final Set<String> accounts = new LinkedHashSet<>();
        private boolean ended;
        private Outcome outcome = Outcome.SAVED;
    }

    /**
     * What became of a batch.
     *
     * @param problem empty if all rows are saved
     * @param records the rows that the store refused; if these and the accounts are empty, and there is a problem, no row is
     *     saved
     * @param accounts those of accounts
     */
    private record Outcome(Optional<Problem> problem, Set<RecordKey> records, Set<String> accounts) {
        private static final Outcome SAVED = new Outcome(Optional.empty(), Set.of(), Set.of());

        static Outcome failed(Problem problem) {
            return new Outcome(Optional.of(problem), Set.of(), Set.of());
        }

        boolean isRefusal() {
            return !records.isEmpty() || !accounts.isEmpty();
        }

        /** Returns why these rows are not durable. */
        Optional<Problem> of(Collection<RecordKey> ofRecords, Collection<String> ofAccounts) {
            boolean concerned = !isRefusal()
                    || ofRecords.stream().anyMatch(records::contains)
                    || ofAccounts.stream().anyMatch(accounts::contains);
            return concerned ? problem : Optional.empty();
        }
    }

    private final StateStore store;
    private final Function<RecordKey, RecordState> record;
    private final Function<String, AccountState> account;
    private final InstantSource clock;
    private final Consumer<Optional<Trouble>> news;
    private volatile Predicate<RecordKey> ours = key -> true;
    private volatile @Nullable Consumer<Set<RecordKey>> refusals;
    private Batch waiting = new Batch();
    private boolean saving;
    private boolean closing;
    private boolean closed;
    /** News in the order in which they occurred. Guarded by the saver's lock, like {@code telling}. */
    private final Queue<News> untold = new ArrayDeque<>();

    private boolean telling;
    private volatile Optional<Trouble> trouble = Optional.empty();

    /**
     * Makes one.
     *
     * @param record returns the newest row of a record
     * @param account returns the newest row of an account
     * @param news is called when rows can no longer be saved, and with an empty value when they can be saved again; in
     *     this order, by one thread at a time, and without a lock
     */
    Saver(
            StateStore store,
            Function<RecordKey, RecordState> record,
            Function<String, AccountState> account,
            InstantSource clock,
            Consumer<Optional<Trouble>> news) {
        this.store = store;
        this.record = record;
        this.account = account;
        this.clock = clock;
        this.news = news;
    }

    /**
     * Makes the newest rows of these durable, and returns when they are. An interrupt does not end the wait, because it
     * occurs when the updater closes. {@link #closing} ends it.
     *
     * @return why they are not durable, or not yet
     */
    Optional<Problem> save(Collection<RecordKey> records, Collection<String> accounts) {
        Batch mine = add(records, accounts);
        Batch turn = awaitTurn(mine);
        if (turn != null) {
            write(turn);
        }
        return end(mine, records, accounts);
    }

    /**
     * Leaves out the rows of other records from now on.
     *
     * @param refused is told of which records the store has refused the rows, because another machine owns them by now. That is
     *     no trouble of the state, and these rows are not saved again
     */
    void savesOnly(Predicate<RecordKey> these, Consumer<Set<RecordKey>> refused) {
        ours = these;
        refusals = refused;
    }

    /** Returns since when and why rows cannot be saved; empty if the last rows could be saved. */
    Optional<Trouble> trouble() {
        return trouble;
    }

    private synchronized Batch add(Collection<RecordKey> records, Collection<String> accounts) {
        waiting.records.addAll(records);
        waiting.accounts.addAll(accounts);
        return waiting;
    }

    /**
     * Waits until that batch is saved, and returns null; or until it is the caller's turn to save it, and returns the
     * batch.
     */
    private synchronized @Nullable Batch awaitTurn(Batch mine) {
        boolean interrupted = false;
        while (saving && !mine.ended && !closing) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return mine.ended || closing ? null : take();
    }

    private Batch take() {
        Batch taken = waiting;
        waiting = new Batch();
        saving = true;
        return taken;
    }

    private void write(Batch batch) {
        Outcome outcome = Outcome.failed(CLOSING); // where the process ends within the store
        Instant now = Instant.EPOCH;
        Set<RecordKey> others = Set.of();
        try {
            now = clock.instant();
            outcome = store(batch);
            others = others(batch.records);
        } finally {
            ended(batch, outcome, others, now);
        }
        Consumer<Set<RecordKey>> told = refusals;
        if (told != null && !outcome.records().isEmpty()) {
            told.accept(outcome.records());
        }
        tellNews();
    }

    private Outcome store(Batch batch) {
        List<RecordState> records =
                batch.records.stream().filter(ours).map(record).toList();
        List<AccountState> accounts = batch.accounts.stream().map(account).toList();
        if (records.isEmpty() && accounts.isEmpty()) {
            return Outcome.SAVED;
        }
        try {
            store.saveAll(records, accounts);
            return Outcome.SAVED;
        } catch (StateException e) {
            return refusals == null
                    ? Outcome.failed(e.problem())
                    : new Outcome(Optional.of(e.problem()), e.refusedRecords(), e.refusedAccounts());
        } catch (RuntimeException | Error e) {
            return Outcome.failed(Problem.of(
                    ProblemKind.STATE_UNWRITABLE,
                    "the state store " + store.getClass().getName() + " failed: "
                            + e.getClass().getName() + "; this is a defect of the store"));
        }
    }

    /**
     * A batch was saved, or failed. The rows of a failed batch wait for the next batch. So do refused rows of accounts, which
     * are this node's own; a refused row of a record is dropped, because the machine that owns it looks up what it needs. If all
     * records of the batch became another machine's meanwhile, that they are not saved here is no trouble.
     */
    private synchronized void ended(Batch batch, Outcome outcome, Set<RecordKey> others, Instant now) {
        batch.ended = true;
        batch.outcome = outcome;
        saving = false;
        boolean nothingOfOurs = batch.records.removeAll(others) && batch.records.isEmpty();
        Optional<Problem> failed = outcome.isRefusal() || nothingOfOurs ? Optional.empty() : outcome.problem();
        Optional<Trouble> before = trouble;
        trouble = failed.map(why -> new Trouble(before.map(Trouble::since).orElse(now), why));
        if (before.isPresent() != failed.isPresent()) {
            untold.add(new News(trouble));
        }
        if (outcome.problem().isPresent() && !outcome.isRefusal()) {
            waiting.records.addAll(batch.records);
            waiting.accounts.addAll(batch.accounts);
        }
        waiting.accounts.addAll(outcome.accounts());
        notifyAll();
    }

    /** Forgets waiting rows that are another machine's by now. If no other row of a record waits, a trouble is over. */
    void forgetOthers() {
        forget(others(waitingRecords()));
        tellNews();
    }

    private Set<RecordKey> others(Collection<RecordKey> records) {
        return records.stream().filter(ours.negate()).collect(Collectors.toSet());
    }

    private synchronized List<RecordKey> waitingRecords() {
        return List.copyOf(waiting.records);
    }

    private synchronized void forget(Set<RecordKey> others) {
        boolean nothingOfOurs = waiting.records.removeAll(others) && waiting.records.isEmpty();
        if (nothingOfOurs && !saving && trouble.isPresent()) {
            trouble = Optional.empty();
            untold.add(new News(trouble));
        }
    }

    /** Another thread may save, and have newer news, meanwhile. The thread that tells at present tells those, too. */
    private void tellNews() {
        for (News next = nextNews(); next != null; next = nextNews()) {
            try {
                news.accept(next.trouble());
            } finally {
                told();
            }
        }
    }

    private synchronized @Nullable News nextNews() {
        if (telling) {
            return null;
        }
        News next = untold.poll();
        telling = next != null;
        return next;
    }

    private synchronized void told() {
        telling = false;
    }

    private synchronized Optional<Problem> end(Batch mine, Collection<RecordKey> records, Collection<String> accounts) {
        return mine.ended ? mine.outcome.of(records, accounts) : Optional.of(CLOSING);
    }

    /** No thread waits any more. {@link #close} saves the rows that change from now on. */
    synchronized void closing() {
        closing = true;
        notifyAll();
    }

    /** Saves the waiting rows and these records by one last call to the store. Nothing is saved after that. */
    void close(Collection<RecordKey> records) {
        closing();
        add(records, Set.of());
        Batch last = awaitLast();
        if (last != null) {
            write(last);
        }
    }

    private synchronized @Nullable Batch awaitLast() {
        boolean interrupted = false;
        while (saving) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (closed) {
            return null;
        }
        closed = true;
        return take();
    }
}
