package io.github.ddnsjava.internal.journal;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.internal.text.OneLine;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in a journal file, whose rows are all kept in memory for reading; see the package for the files. Thread-safe:
 * reads take no lock, and saves run one at a time. A save completes even if the calling thread is interrupted.
 */
public final class JournalStore implements StateStore {
    private static final Logger LOG = LoggerFactory.getLogger(JournalStore.class);
    private static final String SETTING = "state.file";

    private final Path configured;
    private final Disk disk;
    private final Map<RecordKey, RecordState> records = new ConcurrentHashMap<>();
    private final Map<String, AccountState> accounts = new ConcurrentHashMap<>();
    private final Living living = new Living();
    private final Object turn = new Object();
    private volatile long highestSequence;
    private boolean readOnly;
    /** The file itself, found when it was opened. */
    private Path located;

    private @Nullable StateLock lock;
    private @Nullable Journal journal;

    /** A store in that file. The file need not exist; its directory must exist. */
    public JournalStore(Path file) {
        this(file, new Disk());
    }

    JournalStore(Path file, Disk disk) {
        this.configured = file;
        this.located = file;
        this.disk = disk;
    }

    /** Returns all files that a store in that file may write. */
    public static List<Path> filesOf(Path file) {
        return Stream.of("", ".new", ".previous", ".broken", ".lock", ".lock.jvm")
                .map(suffix -> Journal.side(file, suffix))
                .toList();
    }

    @Override
    public void open() {
        synchronized (turn) {
            if (journal != null) {
                throw StateException.locked("the state file " + configured + " is already open in this updater");
            }
            readOnly = false;
            try {
                uninterrupted(() -> {
                    Path file = locate();
                    located = file;
                    new Journal(file, disk).refuseNewer(); // before anything is written beside it
                    StateLock taken = StateLock.take(file, disk);
                    try {
                        journal = load(file);
                        lock = taken;
                    } finally {
                        if (lock == null) {
                            taken.close();
                        }
                    }
                });
            } catch (IOException e) {
                throw StateException.unwritable(
                        "the state file " + configured + " cannot be opened (" + e
                                + "); check the rights on its directory, and that its file system has locks",
                        e);
            }
        }
    }

    @Override
    public void openReadOnly() {
        synchronized (turn) {
            if (journal != null) {
                return; // What is there is in memory already, and saves must go on.
            }
            readOnly = true;
            try {
                uninterrupted(() -> load(locate()));
            } catch (IOException e) {
                throw StateException.unwritable("the state file " + configured + " cannot be read (" + e + ")", e);
            }
        }
    }

    /**
     * Returns why there can be no state file at that place, if that is so. Nothing is written to find out.
     *
     * @param path the setting's path, for the message
     */
    public static Optional<ConfigurationException.Entry> wrongPlace(Path configured, String path) {
        Path absolute = configured.toAbsolutePath();
        if (Files.isRegularFile(absolute)) {
            return Optional.empty();
        }
        if (Files.exists(absolute)) {
            return Optional.of(new ConfigurationException.Entry(
                    path, "is " + configured + ", which is not a file", "a file, or a name that is free"));
        }
        Path directory = absolute.getParent();
        if (directory == null || absolute.getFileName() == null || !Files.isDirectory(directory)) {
            return Optional.of(new ConfigurationException.Entry(
                    path, "is " + configured + ", whose directory does not exist; create it, or name another", ""));
        }
        return Optional.empty();
    }

    /** Returns why this store can have no state file where it was configured, if that is so. */
    public Optional<ConfigurationException.Entry> wrongPlace() {
        return wrongPlace(configured, SETTING);
    }

    private Path locate() throws IOException {
        Optional<ConfigurationException.Entry> wrong = wrongPlace();
        if (wrong.isPresent()) {
            throw new ConfigurationException(List.of(wrong.get()));
        }
        Path absolute = configured.toAbsolutePath();
        if (Files.isRegularFile(absolute)) {
            // One file has one lock, whatever link leads to it.
            return absolute.toRealPath();
        }
        Path directory = Objects.requireNonNull(absolute.getParent());
        return directory.toRealPath().resolve(Objects.requireNonNull(absolute.getFileName()));
    }

    private Journal load(Path file) throws ClosedByInterruptException {
        Journal loading = new Journal(file, disk);
        Generation generation = loading.load();
        records.clear();
        accounts.clear();
        highestSequence = 0;
        remember(generation.records().values(), generation.accounts().values());
        return loading;
    }

    private void remember(Collection<RecordState> newRecords, Collection<AccountState> newAccounts) {
        for (RecordState state : newRecords) {
            records.put(state.key(), state);
            highestSequence = Math.max(highestSequence, state.sequence());
        }
        newAccounts.forEach(state -> accounts.put(state.id(), state));
    }

    @Override
    public RecordState record(RecordKey key) {
        RecordState state = records.get(key);
        return state != null ? state : RecordState.unknown(key);
    }

    @Override
    public AccountState account(String id) {
        AccountState state = accounts.get(id);
        return state != null ? state : AccountState.fresh(id);
    }

    @Override
    public long highestSequence() {
        return highestSequence;
    }

    @Override
    public void save(Collection<RecordState> newRecords, Optional<AccountState> account) {
        saveAll(newRecords, account.stream().toList());
    }

    @Override
    public void saveAll(Collection<RecordState> newRecords, Collection<AccountState> newAccounts) {
        synchronized (turn) {
            remember(newRecords, newAccounts);
            if (readOnly || newRecords.isEmpty() && newAccounts.isEmpty()) {
                return;
            }
            RowWriter writer = new RowWriter();
            List<byte[]> lines = new ArrayList<>();
            newRecords.forEach(state -> lines.add(writer.line(state)));
            newAccounts.forEach(state -> lines.add(writer.line(state)));
            try {
                Journal open = journal;
                if (open == null) {
                    throw new ClosedChannelException();
                }
                uninterrupted(() -> {
                    keepLock();
                    open.write(lines, living);
                });
            } catch (IOException e) {
                throw StateException.unwritable(
                        "the state file " + configured + " cannot be written (" + e
                                + "); make room on its disk, or correct its directory and the rights on it; the save is repeated"
                                + " in every cycle, and what is not saved is lost if the process ends",
                        e);
            }
        }
    }

    /** If the directory was removed, its lock files were removed too. Another process may use the directory by now. */
    private void keepLock() throws IOException {
        StateLock held = lock;
        if (held != null && !held.isInPlace(disk)) {
            lock = StateLock.take(located, disk);
            held.close();
        }
    }

    @Override
    public void close() {
        synchronized (turn) {
            Journal open = journal;
            if (open == null) {
                return;
            }
            try {
                uninterrupted(() -> {
                    if (!open.isSound()) {
                        keepLock();
                        open.repair(living);
                    }
                });
            } catch (IOException | StateException e) {
                LOG.warn(
                        "the state file {} could not be written on close; the last results are lost, and are looked up at"
                                + " the next start; check its disk, and the rights on its directory: {}",
                        configured,
                        OneLine.whole(e.toString()));
            }
            StateLock held = lock;
            journal = null;
            lock = null;
            open.close();
            if (held != null) {
                held.close();
            }
        }
    }

    /** An action that an interrupt would break, because an interrupt closes the channel during a write. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    /**
     * Runs an action without interrupts. Interrupts occur when an updater closes, and its last results must be saved
     * then.
     */
    private static void uninterrupted(Action action) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    action.run();
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** All rows. Each is encoded when it is needed. All encoded rows together would double the memory. */
    private final class Living implements Journal.Living {
        @Override
        public int count() {
            return records.size() + accounts.size();
        }

        @Override
        public Iterator<byte[]> lines() {
            RowWriter writer = new RowWriter();
            Stream<byte[]> ofRecords = records.values().stream().map(writer::line);
            Stream<byte[]> ofAccounts = accounts.values().stream().map(writer::line);
            return Stream.concat(ofRecords, ofAccounts).iterator();
        }
    }

    @Override
    public String toString() {
        return "file " + configured;
    }
}
