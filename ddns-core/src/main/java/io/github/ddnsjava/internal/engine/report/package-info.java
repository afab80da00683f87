/**
 * What the host is told: events, log lines, reports and status.
 *
 * <p>{@code Events} hands events to listeners and {@code EventLog} writes them to the log. {@code RecordEvents} says which
 * events a result makes. {@code CycleReport} is collected during one cycle, {@code StatusView} is read at any time.
 */
@NullMarked
package io.github.ddnsjava.internal.engine.report;

import org.jspecify.annotations.NullMarked;
