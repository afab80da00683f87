/**
 * The production updater lives through simulated months of trouble, on virtual time and from one seed, while invariants
 * are checked at every step. Begin at {@link io.github.ddnsjava.simulation.SimulationTest} and {@link
 * io.github.ddnsjava.simulation.Simulation}.
 *
 * <p>The world: one or two households on one zone, each with a line that reconnects daily, flaps, gets another prefix,
 * goes behind CGNAT or loses a family; three echo services that are asked in turn, of which one at a time may lie,
 * drift, cut a digit off, stall, show HTML, refuse or be gone, or five that are asked together, of whom three must
 * agree and two may tell the same lie; up to four accounts (a zone with atomic batches, one without, hosts that cannot be
 * read and expire, and hosts both of whose addresses are set by one call) that answer 401, 429 and 503, lose requests or answers, reset, lose the zone, refuse one
 * name, or read behind their writes; persons who edit records; a disk that is torn, damaged, lost or full; crashes at
 * every question, look-up, call, answer and save; servers that name waits of nothing,
 * of the past and of years; clocks that jump, and clocks that are wrong by years for one run. A few records mostly, 200 in one seed of twenty.
 */
@NullMarked
package io.github.ddnsjava.simulation;

import org.jspecify.annotations.NullMarked;
