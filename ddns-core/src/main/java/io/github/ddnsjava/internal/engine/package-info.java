/**
 * The engine. One cycle is: detect, decide, publish, remember.
 *
 * <p>This package is the door: {@link io.github.ddnsjava.internal.engine.UpdaterEngine} is the updater that the host
 * holds. Beside it is what the host asks for outside of a cycle: {@code Pushes} (addresses that the application knows),
 * {@code Checks} (are credentials, zones and values right?), {@code Farewell} (withdraw on close), {@code Lifetime} (what is
 * logged at start and at close). All else lives in rooms. A room
 * knows only rooms below it; {@code ArchitectureTest} fails otherwise. What a lower room has to tell a higher one goes
 * through a function, or an interface of the lower room, that the higher one hands in.
 *
 * <table>
 * <caption>The rooms, from the top down</caption>
 * <tr><th>room</th><th>what it answers</th></tr>
 * <tr><td>{@link io.github.ddnsjava.internal.engine.cycle cycle}</td><td>What is done for each record now?</td></tr>
 * <tr><td>{@link io.github.ddnsjava.internal.engine.account account}</td><td>How does a change reach one account at a
 * provider?</td></tr>
 * <tr><td>{@link io.github.ddnsjava.internal.engine.when when}</td><td>When do we look?</td></tr>
 * <tr><td>{@link io.github.ddnsjava.internal.engine.report report}</td><td>What is the host told?</td></tr>
 * <tr><td>{@link io.github.ddnsjava.internal.engine.rules rules}</td><td>What does a decision or a result mean for what is
 * remembered?</td></tr>
 * <tr><td>{@link io.github.ddnsjava.internal.engine.records records}</td><td>Which records are managed, and what is known of
 * them in this process?</td></tr>
 * <tr><td>{@link io.github.ddnsjava.internal.engine.memory memory}</td><td>What is remembered beyond this process?</td></tr>
 * <tr><td>{@link io.github.ddnsjava.internal.engine.work work}</td><td>What was the engine given, and on which threads does it
 * work?</td></tr>
 * </table>
 *
 * <p><b>In which order to read.</b> {@code Cycle} first: its method {@code run(Source)} is the whole way of a record. Then
 * {@code Source} and {@code Entry} in {@code records}, {@code Decider} in {@code cycle}, {@code Lane} and {@code Call} in
 * {@code account}, {@code ResultRules} and {@code QuietRules} in {@code rules}. {@code Rhythm} in {@code when} begins cycles;
 * it can be read by itself.
 *
 * <p><b>Where a new class goes.</b> Into the lowest room that knows all that the class needs. A rule without threads, locks
 * and clock goes to {@code rules}. A new way to begin a cycle goes to {@code when}. What concerns the requests of one
 * account goes to {@code account}. A class that would fit no room usually does the work of two.
 *
 * <p><b>Locks.</b> A thread holds at most one lock of the engine, and only for a few instructions. While it holds one, it
 * calls no code of others (detectors, providers, the store, listeners, executors, schedulers, clocks) and does no I/O. So
 * the order of locks is short: every lock is innermost, and that of {@code Saver} in {@code memory} is the last that a
 * change takes. A lock is taken by a {@code synchronized} method and in no other way; {@code LocksTest} fails otherwise.
 * Rows are read without any lock. Events are told, timers are set and rows are saved after the lock was given back.
 *
 * <p><b>Where a new test goes.</b> A test of what the engine does, seen from outside, goes to this package's tests: it makes
 * a {@code World}, asks {@code World.builder()} for an updater, and moves virtual time. A test of one class alone goes to the
 * tests of that class's room. A promise that must hold in every order of events goes to the simulation.
 */
@NullMarked
package io.github.ddnsjava.internal.engine;

import org.jspecify.annotations.NullMarked;
