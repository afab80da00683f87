/**
 * Events: {@link io.github.ddnsjava.event.UpdateEvent} and the interfaces for those who receive them. Events are
 * delivered on one thread of the updater. The events of each record are in order. A listener that is slow or throws
 * never affects the cycle. If more than 10,000 events wait for a slow listener, the oldest are dropped.
 */
@NullMarked
package io.github.ddnsjava.event;

import org.jspecify.annotations.NullMarked;
