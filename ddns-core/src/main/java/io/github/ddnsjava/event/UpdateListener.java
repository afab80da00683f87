package io.github.ddnsjava.event;

/**
 * Is notified of events. All calls are made on one thread of the updater. An exception is logged and otherwise ignored.
 */
@FunctionalInterface
public interface UpdateListener {
    /** Receives an event. Events of one record arrive in order. */
    void on(UpdateEvent event);
}
