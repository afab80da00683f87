/**
 * Which records are managed, and what is known of them in this process.
 *
 * <p>{@code Roster} has all of them at one time. {@code Entry} is one record with its provider and policy. {@code Feed} is
 * one detector and family with the entries that it serves; its {@code Agenda} says when which entry is due although its
 * address is the same. {@code Sighting} is what a detector said, {@code PendingChange} what is to be written because of that, and
 * {@code Sender} who waits for a change.
 *
 * <p>Read {@code Entry}, {@code Feed}, {@code Agenda}, {@code Roster}. Nothing here reads or writes a row.
 */
@NullMarked
package io.github.ddnsjava.internal.engine.records;

import org.jspecify.annotations.NullMarked;
