/**
 * What happened: {@link io.github.ddnsjava.event.UpdateEvent} and those who listen. Events come on one thread of the
 * updater, in order for each record; a listener that is slow or throws never reaches the cycle.
 */
@NullMarked
package io.github.ddnsjava.event;

import org.jspecify.annotations.NullMarked;
