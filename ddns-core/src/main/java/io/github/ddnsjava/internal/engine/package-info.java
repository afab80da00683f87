/**
 * The engine. One cycle is: detect, decide, publish, remember.
 *
 * <p>{@link io.github.ddnsjava.internal.engine.UpdaterEngine} is the updater that the host holds. It does little itself:
 *
 * <ul>
 *   <li>{@code StateAccess} opens the state and closes it.
 *   <li>{@code CyclesUnderWay} begins cycles, and knows those that have not finished.
 *   <li>{@code Watchdog} notices a cycle that does not end.
 *   <li>{@code Pushes} takes the addresses that the application knows.
 *   <li>{@code Reconfigurer} replaces the set-up. {@code Releases} knows who may still use a part of it, and {@code Closing}
 *       closes what was removed.
 *   <li>{@code Following} knows the configuration file that is followed, and {@code Follower} follows it.
 *   <li>{@code Awaited} runs the cycles whose report somebody waits for.
 *   <li>{@code LedGroups} takes the records of a group into the work of this node, and out of it.
 *   <li>{@code WarmUp} loads the code of a take-over in a node that follows. {@code LedGroups} begins it.
 *   <li>{@code Checks} checks credentials, zones and values.
 *   <li>{@code Farewell} withdraws records on close.
 *   <li>{@code Lifetime} logs one line at start and one at close.
 * </ul>
 *
 * <p>Everything else is in rooms. A room is a subpackage. It knows only the rooms below it; {@code ArchitectureTest} fails
 * otherwise. A lower room sometimes has to tell something to a higher room. Then the higher room passes in a function, or
 * an implementation of an interface of the lower room. For example, {@code Rhythm} gets a function that begins a cycle. It
 * implements {@code Connectivity}, through which cycles and accounts report what detectors and providers answered.
 *
 * <table>
 * <caption>The rooms, from the top down</caption>
 * <tr><th>room</th><th>what it answers</th></tr>
 * <tr><td>{@link io.github.ddnsjava.internal.engine.cluster cluster}</td><td>Which records does this node keep, where several
 * machines share them?</td></tr>
 * <tr><td>{@link io.github.ddnsjava.internal.engine.when when}</td><td>When do we look?</td></tr>
 * <tr><td>{@link io.github.ddnsjava.internal.engine.cycle cycle}</td><td>What is done for each record now?</td></tr>
 * <tr><td>{@link io.github.ddnsjava.internal.engine.account account}</td><td>How does a change reach one account at a
 * provider?</td></tr>
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
 * <p><b>In which order to read.</b> {@code Cycle} first: its method {@code run(Feed)} is the whole way of a record. Then
 * {@code Feed} and {@code Entry} in {@code records}, {@code Decider} and {@code Outcomes} in {@code cycle}, {@code Lane} and
 * {@code Call} in {@code account}, {@code ResultRules} and {@code QuietRules} in {@code rules}. {@code Rhythm} in
 * {@code when} begins cycles; it can be read by itself.
 *
 * <p><b>Words.</b> One word, one meaning:
 *
 * <table>
 * <caption>Words that could be taken for one another</caption>
 * <tr><th>word</th><th>what it means</th></tr>
 * <tr><td>source</td><td>who is asked for an address: an echo service, a router, an interface</td></tr>
 * <tr><td>{@code Feed}</td><td>a detector and a family, with the records that it serves</td></tr>
 * <tr><td>{@code RecordChange}, {@code PendingChange}</td><td>what a record set should become, as a provider sees it; the
 * same on its way through the engine</td></tr>
 * <tr><td>{@code AddressChange}</td><td>an entry of a record's history</td></tr>
 * <tr><td>{@code RowUpdate}</td><td>a row before and after it was replaced</td></tr>
 * <tr><td>{@code ChangeSignals}</td><td>what detectors announce by themselves</td></tr>
 * <tr><td>effective</td><td>said of attributes: as the provider reported them</td></tr>
 * <tr><td>handled</td><td>said of a feed's value: its records were dealt with</td></tr>
 * <tr><td>finished</td><td>said of a cycle: its report was given</td></tr>
 * <tr><td>open, closed</td><td>said of a step of a cycle ({@code OpenSteps}): the cycle waits for it. Of the state and the
 * updater: they are in use. Of a ticket: it is not known what became of its write</td></tr>
 * <tr><td>candidate</td><td>of a record: an address that differs from the confirmed one, and is not published yet
 * ({@code RecordState.Candidate}). A local address that may be published is a {@code UsableAddress}</td></tr>
 * <tr><td>left</td><td>said of a question: nobody waits for its answer any more</td></tr>
 * <tr><td>attempted</td><td>said of a write: its provider said that it is about to be sent</td></tr>
 * <tr><td>{@code Verdict}</td><td>what a detector or one of its sources came to: found, absent or failed</td></tr>
 * <tr><td>{@code Outcome}</td><td>what a cycle came to for one record</td></tr>
 * <tr><td>{@code RecordDecision}</td><td>what was decided for one record, and in which situation</td></tr>
 * <tr><td>report, status</td><td>what one cycle came to; where things stand now ({@code StatusView})</td></tr>
 * <tr><td>health</td><td>of the updater's surroundings ({@code UpdaterHealth}); a detector's count of how its sources
 * fare is {@code SourceHealth}</td></tr>
 * </table>
 *
 * <p><b>Where a new class goes.</b> Into the lowest room that knows everything that the class needs.
 *
 * <ul>
 *   <li>A rule without threads, locks and clock goes to {@code rules}.
 *   <li>A new way to begin a cycle goes to {@code when}.
 *   <li>What concerns the requests of one account goes to {@code account}.
 *   <li>A class that fits no room usually does the work of two classes.
 * </ul>
 *
 * <p><b>Locks.</b> A thread holds at most one lock of the engine, and only for a few instructions. While it holds a lock, it
 * does no I/O. It calls no detector, provider, store, listener, executor, scheduler or clock. No lock is taken while
 * another one is held, so no two threads can block each other. A lock is taken only by a {@code synchronized} method;
 * {@code LocksTest} fails otherwise. Rows are read without a lock. A thread gives its lock back before it sends events,
 * sets timers or saves rows.
 *
 * <p><b>Where a new test goes.</b>
 *
 * <ul>
 *   <li>A test of what the engine does, seen from outside, goes to the tests of this package. It makes a {@code World},
 *       gets an updater from {@code World.builder()}, and moves virtual time.
 *   <li>A test of one class goes to the tests of that class's room.
 *   <li>A promise that must hold in every order of events goes to the simulation.
 * </ul>
 */
@NullMarked
package io.github.ddnsjava.internal.engine;

import org.jspecify.annotations.NullMarked;
