package io.github.ddnsjava;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps record sets right: the door of this library. Thread-safe; any number may live in one JVM. It owns only daemon
 * threads, never exits the process and installs no shutdown hook.
 *
 * <p>Each cycle <em>detects</em> the address, <em>decides</em> for each record that is concerned, <em>publishes</em>
 * what differs and <em>remembers</em> what the provider confirmed. Made by {@link #builder}.
 */
public interface Updater extends AutoCloseable {
    /** Begins a new updater. */
    static UpdaterBuilder builder() {
        return new UpdaterBuilder();
    }

    /**
     * Begins to run cycles by the schedule, and at changes that detectors announce. Does nothing if already started.
     *
     * @throws io.github.ddnsjava.exception.StateException if another process owns the state
     */
    void start();

    /**
     * Runs one cycle over all records at once, without jitter, and waits until it has settled. Failures of records are
     * in the report, not thrown.
     *
     * @throws InterruptedException if the calling thread is interrupted while waiting
     */
    UpdateReport runOnce() throws InterruptedException;

    /**
     * Runs one cycle like {@link #runOnce} that also reads these records and repairs them, although nothing is due:
     * with the provider where it can be read, else by live DNS. Records on hold stay on hold; while the address of a
     * record is not known, it is not repaired. Without keys it verifies every record.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if a key is not managed
     * @throws InterruptedException if the calling thread is interrupted while waiting
     */
    UpdateReport verify(RecordKey... keys) throws InterruptedException;

    /**
     * Like {@link #verify(RecordKey...)}, for these records only: an empty collection verifies none. Others that are due
     * anyway are dealt with, too, but are not in the report.
     */
    UpdateReport verify(Collection<RecordKey> keys) throws InterruptedException;

    /** Starts a cycle at once, without jitter, and returns; while paused, {@link #resume()} does. */
    void trigger();

    /**
     * Goes the way of {@link #runOnce} with every write refused and recorded: the report tells what would happen.
     * Nothing is sent but reads, nothing is remembered, and no lock on the state is needed.
     */
    UpdateReport plan() throws InterruptedException;

    /**
     * Looks, by reads only, whether it could work: whether each provider takes its credentials and has the zones of its
     * records. Where a provider can be read, it also compares what stands there with what should: the address that is
     * detected now or, if the detector fails, the one that was confirmed last. Nothing is written or remembered, and no
     * lock on the state is needed.
     *
     * <p>A record whose check fails is in the report with its problem. If the values differ, the problem is {@link
     * ProblemKind#DIFFERS}, {@link RecordReport#addresses} says what should stand there and {@link
     * RecordReport#previous} what does. All others are unchanged, so is one that was never published, with nothing at
     * its name.
     */
    UpdateReport check() throws InterruptedException;

    /**
     * Asks each detector that a record uses, for each family it is used for, and returns what they say. Nothing is
     * decided, published or remembered.
     */
    List<DetectionReport> detect() throws InterruptedException;

    /** Returns where every record stands. */
    UpdaterStatus status();

    /**
     * Stops cycles until {@link #resume()}, whatever would start them; only {@link #runOnce} still runs one. What is
     * under way is finished, and what is pushed is kept.
     */
    void pause();

    /** Lets cycles run again. */
    void resume();

    /** Ends the holds on that record and on its account: for a person who has mended what was wrong. */
    void resume(RecordKey key);

    /**
     * Replaces the records, atomically; what is remembered is kept by key.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if any of them is wrong; then none is replaced
     */
    void replaceRecords(Collection<ManagedRecord> records);

    /**
     * Tells addresses that the application knows; they count as detected now, for the records so named, until others
     * are pushed or detected. An empty set says that there is no address. Starts a cycle for those records at once.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if a key is not managed, or an address is of the
     *     wrong family or not allowed; then none is taken
     */
    void push(Map<RecordKey, Set<IpAddress>> addresses);

    /**
     * Stops; ends every wait and every exchange under way, and returns within a few seconds, after what {@link
     * UpdaterBuilder#withdrawOnClose} asks for. Idempotent.
     */
    @Override
    void close();
}
