/**
 * One cycle: detect, decide, publish, remember.
 *
 * <p>{@code Cycle} leads the records of some feeds through the four steps. {@code DetectionRound} asks each detector once.
 * {@code Decider} asks the policies, and gathers the evidence that they ask for. {@code Convoy} lets changes of one cycle
 * travel together to their lanes. {@code Outcomes} takes what became of each record: it is tried again before the cycle
 * finishes ({@code Retries}), or it stands in the report. {@code OpenSteps} knows when the cycle has finished.
 * {@code Patience} says when a detector that failed is asked again. {@code Scope} says which records a cycle was asked for.
 *
 * <p>Read {@code Cycle.run(Feed)} first.
 */
@NullMarked
package io.github.ddnsjava.internal.engine.cycle;

import org.jspecify.annotations.NullMarked;
