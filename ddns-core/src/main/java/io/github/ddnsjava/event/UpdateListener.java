package io.github.ddnsjava.event;

/** Is told what happened. Called on one thread of the updater; what it throws is logged and otherwise ignored. */
@FunctionalInterface
public interface UpdateListener {
    /** Takes note of an event. */
    void on(UpdateEvent event);
}
