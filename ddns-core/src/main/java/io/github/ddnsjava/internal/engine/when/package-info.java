/**
 * When do we look? What begins cycles by itself.
 *
 * <p>{@code Rhythm} is the front of this room: it begins a cycle through a function that it was given, and as the
 * {@code Connectivity} of the rooms below it is told what each look and each exchange brought. Nothing below needs this room.
 * Behind {@code Rhythm}, each class is one reason to look: {@code Ticks} (the period; {@code Habit} is what it learnt of the
 * line), {@code Probes} (a failure or a change lately), {@code ChangeSignals} (a detector noticed a change), {@code Alarm} (a
 * record is due), {@code ClockWatch} (the clock jumped, or the host slept), {@code Heartbeat} (the network is back).
 *
 * <p>A schedule of another shape, such as one that does not go through all feeds, replaces classes of this room, and
 * {@code Agenda} in {@link io.github.ddnsjava.internal.engine.records}.
 */
@NullMarked
package io.github.ddnsjava.internal.engine.when;

import org.jspecify.annotations.NullMarked;
