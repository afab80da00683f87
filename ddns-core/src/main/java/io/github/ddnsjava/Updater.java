package io.github.ddnsjava;

import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.event.UpdateListener;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps record sets in sync with this host's addresses. This is the entry point of the library. Created by {@link
 * #builder}. Thread-safe. Any number of updaters may live in one JVM. An updater owns only daemon threads, never exits
 * the process and installs no shutdown hook.
 *
 * <p>Each cycle <em>detects</em> the address, <em>decides</em> what each record needs, <em>publishes</em> the
 * differences and <em>remembers</em> what the provider confirmed. After {@link #close} the updater cannot be used
 * again: the methods that start, run or plan a cycle throw an {@link IllegalStateException}.
 *
 * <p>The first call of {@link #start}, {@link #runOnce}, {@link #verify}, {@link #trigger}, {@link #push} or {@link
 * #releaseHold} opens the state. {@link #plan} and {@link #check} only read it. If that fails, the call throws:
 *
 * <ul>
 *   <li>a {@link io.github.ddnsjava.exception.StateException} of the kind {@link ProblemKind#STATE_LOCKED} if another
 *       process or another updater owns the state. Only opening it throws this;
 *   <li>a {@code StateException} of the kind {@link ProblemKind#STATE_UNWRITABLE} if the state cannot be opened or
 *       read, for example because rights are missing;
 *   <li>a {@link io.github.ddnsjava.exception.ConfigurationException} if there can be no state at that place, for
 *       example because its directory does not exist, or if a newer version of the library wrote it. The state is not
 *       changed.
 * </ul>
 *
 * <p>Then nothing was started or sent, and the next call tries again. After the state was opened, no call throws because
 * of it. If it cannot be saved later, that is an event and is part of the {@linkplain #status status}.
 */
public interface Updater extends AutoCloseable {
    /** Starts building an updater. */
    static UpdaterBuilder builder() {
        return new UpdaterBuilder();
    }

    /**
     * Starts to run cycles, by the schedule and when a detector announces a change. Does nothing if already started.
     *
     * @throws io.github.ddnsjava.exception.StateException if the state cannot be opened
     * @throws io.github.ddnsjava.exception.ConfigurationException if the configured state cannot be used
     */
    void start();

    /**
     * Runs one cycle over all records at once, without jitter, and waits until it ends. Failures of records are in the
     * report; they are not thrown.
     *
     * @throws io.github.ddnsjava.exception.StateException if the state cannot be opened
     * @throws io.github.ddnsjava.exception.ConfigurationException if the configured state cannot be used
     * @throws InterruptedException if the calling thread is interrupted while waiting
     */
    UpdateReport runOnce() throws InterruptedException;

    /**
     * Runs one cycle like {@link #runOnce} that also verifies and repairs these records, even if no verification is
     * due. The provider is read if it can be read; otherwise live DNS is asked. Records on hold stay on hold. A record
     * whose address is unknown is not repaired. Without keys all records are verified.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if a key is not managed, or the configured
     *     state cannot be used
     * @throws io.github.ddnsjava.exception.StateException if the state cannot be opened
     * @throws InterruptedException if the calling thread is interrupted while waiting
     */
    UpdateReport verify(RecordKey... keys) throws InterruptedException;

    /**
     * Does the same as {@link #verify(RecordKey...)} for these records. An empty collection verifies none. Other
     * records that are due are processed too, but are not in the report.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if a key is not managed, or the configured
     *     state cannot be used
     * @throws io.github.ddnsjava.exception.StateException if the state cannot be opened
     * @throws InterruptedException if the calling thread is interrupted while waiting
     */
    UpdateReport verify(Collection<RecordKey> keys) throws InterruptedException;

    /**
     * Starts a cycle at once, without jitter, and returns without waiting for it. {@link #runOnce} waits and returns the
     * report. While the updater is paused, no cycle starts; {@link #resume()} starts one.
     *
     * @throws io.github.ddnsjava.exception.StateException if the state cannot be opened
     * @throws io.github.ddnsjava.exception.ConfigurationException if the configured state cannot be used
     */
    void trigger();

    /**
     * Runs the same steps as {@link #runOnce}, but every write is refused and recorded. The report says what would
     * happen. Only reads are sent, nothing is remembered, and no lock on the state is needed.
     *
     * @throws io.github.ddnsjava.exception.StateException if the state cannot be read
     * @throws io.github.ddnsjava.exception.ConfigurationException if the configured state cannot be used
     * @throws InterruptedException if the calling thread is interrupted while waiting
     */
    UpdateReport plan() throws InterruptedException;

    /**
     * Plans these records only; nothing is sent for others. Otherwise it does the same as {@link #plan()}.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException also if a key is not managed, or its record is disabled
     */
    UpdateReport plan(Collection<RecordKey> keys) throws InterruptedException;

    /**
     * Checks by reads whether updates could work: whether each provider accepts its credentials and has the zones of
     * its records. If a provider can be read, its values are compared with the expected ones: the address that is
     * detected now, or the last confirmed address if the detector fails. Nothing is written or remembered, and no lock
     * on the state is needed.
     *
     * <p>If the check of a record fails, its entry in the report contains the problem. If the values differ, the
     * problem is {@link ProblemKind#DIFFERS}. The entries of all other records say unchanged, also if a record was never
     * published and its name has no values. {@link RecordReport#addresses} contains the expected addresses, and {@link
     * RecordReport#previous} the current ones. Both are empty if they were not compared, because the provider
     * shows no values or no address is known.
     *
     * @throws io.github.ddnsjava.exception.StateException if the state cannot be read
     * @throws io.github.ddnsjava.exception.ConfigurationException if the configured state cannot be used
     * @throws InterruptedException if the calling thread is interrupted while waiting
     */
    UpdateReport check() throws InterruptedException;

    /**
     * Polls each detector that a record uses, for each family that it is used for, and returns the results. Nothing is
     * decided, published or remembered.
     *
     * @throws InterruptedException if the calling thread is interrupted while waiting
     */
    List<DetectionReport> detect() throws InterruptedException;

    /** Returns the current state of every record. Sends nothing. */
    UpdaterStatus status();

    /**
     * Returns what is remembered of the changes of a record. Never waits.
     *
     * @return empty if the updater has no such record
     */
    Optional<RecordHistory> history(RecordKey key);

    /**
     * Notifies this listener of every event from now on, like those of {@link UpdaterBuilder#listener}, but whatever set-up
     * the updater has later. Code that is given an updater, and did not build it, uses this. A listener that is added twice
     * is notified twice.
     */
    void addListener(UpdateListener listener);

    /** Ends what {@link #addListener} began. Does nothing for a listener that was not added. */
    void removeListener(UpdateListener listener);

    /**
     * Stops cycles until {@link #resume()}, whatever would start them. Only {@link #runOnce} and {@link
     * #verify(RecordKey...)} still run a cycle. A running cycle is finished. Pushed addresses are kept.
     *
     * <p>In a cluster, only this node pauses. It gives its leases up as soon as the calls that it has begun have ended, and
     * takes none: a node that does nothing must not keep the others from the work. Another node takes them in its next
     * round, at most a third of the lease time later. What this node has not begun, the next leader does. To stop all
     * updates, pause all nodes.
     */
    void pause();

    /**
     * Ends a {@linkplain #pause pause}: lets cycles run again. If a started updater is paused, a cycle starts at once.
     * Holds stay; {@link #releaseHold} ends those of a record.
     */
    void resume();

    /**
     * Ends the holds on that record, its zone and its account. A person calls this after the cause was removed. If the
     * updater was started and is not paused, a cycle starts at once.
     *
     * @throws io.github.ddnsjava.exception.StateException if the state cannot be opened
     * @throws io.github.ddnsjava.exception.ConfigurationException if the record is not managed, or the
     *     configured state cannot be used
     */
    void releaseHold(RecordKey key);

    /**
     * Replaces the whole set-up atomically: detectors, providers, records, policies, schedule, listeners, and all else
     * that the builder says. The builder is used as {@link UpdaterBuilder#build} uses it, and must be complete.
     *
     * <p>Only what changed is touched. What is remembered of a record is kept for each key that stays, and a record of
     * which nothing changed keeps its next poll and its waits. A new or changed record is looked at at once, without
     * jitter, if the updater was started and is not paused. A hold that lasts until settings change ends if those
     * settings changed. If a provider now stands for another account, its records are read back once.
     *
     * <p><b>What is the same.</b> Detectors, providers and policies are compared by {@code equals}, under their keys.
     * Those of a {@link io.github.ddnsjava.config.UpdaterConfiguration} are equal if their types and settings are equal,
     * with the same secrets from the same places, by equal sources. Policies of {@link io.github.ddnsjava.decide.UpdatePolicies} are equal
     * if they were made by the same method with equal arguments. Other objects are equal only to themselves, unless they
     * say otherwise: give the same object again for what stays.
     *
     * <p><b>What is under way.</b> A call to a detector or a provider that has begun ends as it began. A change that was
     * not sent yet is not sent any more if its record was changed or removed. Detectors and providers that were removed
     * are closed after the last cycle that uses them, if they are {@link AutoCloseable}.
     *
     * <p><b>What stays.</b> The state and the {@linkplain UpdaterBuilder#environment environment} stay for the life of
     * the updater. If the builder has another state, the report says that this needs a restart, and the rest is applied.
     *
     * @param setUp the complete new set-up
     * @return what changed
     * @throws io.github.ddnsjava.exception.ConfigurationException with every problem, if the set-up is wrong; then
     *     nothing is changed, and nothing of the set-up is closed
     */
    ReconfigurationReport reconfigure(UpdaterBuilder setUp);

    /**
     * Follows a configuration file: when the file changes, or a file that its references name, it is read again, and the
     * updater is {@linkplain #reconfigure reconfigured}. An edit is used within 2 seconds where the file system tells of
     * changes, and within {@code reload.poll} anywhere. It does not matter how a file is replaced: written in place, by
     * renaming another file, or by a symbolic link. A file that is being written is left until it stays the same.
     *
     * <p>If the file cannot be used, nothing is changed. That is an {@linkplain
     * io.github.ddnsjava.event.UpdateEvent.ConfigurationTroubled event} and part of the {@linkplain #status status}. The file
     * is tried again when it changes, or a file that it names, and at each poll only while a source of secrets fails. The
     * parts of a set-up that is refused are closed. The last three good files are {@linkplain
     * io.github.ddnsjava.config.UpdaterConfiguration#keepLastGood kept} beside the state.
     *
     * <p>With {@code "reload": {"watch": false}} the file is read again by {@link #reload} only. The updater follows one file;
     * another call replaces it. {@link #close} ends it. Files are read on threads of the updater, with the context class
     * loader of the caller of this method.
     *
     * @param present what the updater was built from, as {@link io.github.ddnsjava.config.UpdaterConfiguration#load} has
     *     read it
     * @param setUp makes the whole set-up of a configuration, as it was made of {@code present}: {@code
     *     UpdaterConfiguration::toBuilder}, or a function that adds listeners or detectors of the application to it. It is
     *     called on a thread of the updater, one call at a time. If it throws, nothing is changed, and its message is not
     *     shown, because it could quote a secret
     * @throws IllegalArgumentException if {@code present} was not read from a file
     */
    default void follow(UpdaterConfiguration present, Function<UpdaterConfiguration, UpdaterBuilder> setUp) {
        follow(present, setUp, configuration -> {});
    }

    /**
     * Follows a configuration file as the other method does, for an application that has {@linkplain
     * UpdaterConfiguration#sections sections} of its own in the file.
     *
     * @param present what the updater was built from
     * @param setUp makes the whole set-up of a configuration; if the application cannot use its sections, it throws, and
     *     nothing is changed
     * @param used is called on the same thread as {@code setUp} as soon as the updater has the new set-up, and before the
     *     file is read again. There the application puts its sections in effect. It must return soon, and not throw
     * @throws IllegalArgumentException if {@code present} was not read from a file
     */
    void follow(
            UpdaterConfiguration present,
            Function<UpdaterConfiguration, UpdaterBuilder> setUp,
            Consumer<UpdaterConfiguration> used);

    /**
     * Reads the followed configuration again, whether or not its file changed, and returns without waiting for it. A service
     * does this for a signal, for example.
     *
     * @return is completed when the file was read: normally if the updater uses it, with or without a change; with a {@link
     *     io.github.ddnsjava.exception.DdnsException} that says why it keeps what it had; or with an {@link
     *     IllegalStateException} if it was closed before
     * @throws IllegalStateException if no file is {@linkplain #follow followed}
     */
    CompletableFuture<@Nullable Void> reload();

    /**
     * Replaces the records, and leaves all else as it is. Otherwise it does the same as {@link #reconfigure}. There may be
     * no records for a while: an application may learn its names later.
     *
     * @return what changed
     * @throws io.github.ddnsjava.exception.ConfigurationException if a record is wrong, or names a detector, provider or
     *     policy that the updater does not have; then no record is replaced
     */
    ReconfigurationReport replaceRecords(Collection<ManagedRecord> records);

    /**
     * Supplies addresses that the application knows. For these records they count as detected now, until other
     * addresses are pushed or detected. An empty set says that there is no address. Starts a cycle for these records at
     * once, unless the updater is paused.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if a key is not managed, or an address has the wrong
     *     family or is not allowed; then no address is used. Also if the configured state cannot be
     *     used
     * @throws io.github.ddnsjava.exception.StateException if the state cannot be opened
     */
    void push(Map<RecordKey, Set<IpAddress>> addresses);

    /**
     * Stops the updater. First it does what {@link UpdaterBuilder#withdrawOnClose} asks for. Then it ends every wait
     * and every running exchange, closes the detectors, providers and notifications that are {@link AutoCloseable}, and
     * returns within a few seconds. Idempotent.
     */
    @Override
    void close();
}
