/**
 * The production updater lives through simulated months of trouble, on virtual time and from one seed, while invariants
 * are checked at every step. Begin at {@link io.github.ddnsjava.simulation.SimulationTest} and {@link
 * io.github.ddnsjava.simulation.Simulation}.
 */
@NullMarked
package io.github.ddnsjava.simulation;

import org.jspecify.annotations.NullMarked;
