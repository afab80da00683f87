package io.github.ddnsjava.event;

/**
 * Is notified of events. All calls are made on one thread of the updater, or by the executor that the host gave to it. An
 * exception is logged and otherwise ignored. A listener may call the methods of the updater that return at once ({@code
 * trigger}, {@code push}, {@code pause} …). It must not call those that wait for a cycle ({@code runOnce}, {@code verify},
 * {@code plan}, {@code check}): an executor without a second thread would wait for itself.
 */
@FunctionalInterface
public interface UpdateListener {
    /** Receives an event. Events of one record arrive in order. */
    void on(UpdateEvent event);
}
