/**
 * Notifications: listeners that tell somebody. {@link io.github.ddnsjava.notify.Notifications} finds them by their types.
 * {@link io.github.ddnsjava.notify.NotificationListener} is the base of one: it chooses the events, puts together those that
 * happen together, and sends again what could not be sent, without ever delaying a cycle.
 */
@NullMarked
package io.github.ddnsjava.notify;

import org.jspecify.annotations.NullMarked;
