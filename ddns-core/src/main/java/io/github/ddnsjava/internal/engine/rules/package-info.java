/**
 * What a decision or a result means for what is remembered. Each rule is in one place.
 *
 * <p>{@code RecordDecision} is what was decided for a record. {@code QuietRules} says what a row is after a decision to send nothing,
 * {@code ResultRules} after a result, {@code ClockRules} after the clock was wrong. {@code Holds} says when nothing may be
 * sent, and {@code Backoff} how long to wait after a failure.
 *
 * <p>The rules take rows and return rows. They have no threads and no locks; the time and random numbers are given to them.
 */
@NullMarked
package io.github.ddnsjava.internal.engine.rules;

import org.jspecify.annotations.NullMarked;
