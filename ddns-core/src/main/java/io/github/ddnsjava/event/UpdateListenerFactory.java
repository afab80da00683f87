package io.github.ddnsjava.event;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import java.util.List;

/**
 * Creates the listeners of one or more types, such as notifications. This is the {@link java.util.ServiceLoader} service
 * through which {@link io.github.ddnsjava.notify.Notifications} and the section {@code notify} of configurations find them.
 * Implementations have a public no-argument constructor and no state.
 */
public interface UpdateListenerFactory {
    /** Describes the types that this factory creates. */
    List<TypeDescriptor> describe();

    /**
     * Creates a listener. Nothing is sent or started: if settings are wrong, this is called again with fewer of them, to
     * find all problems at once. A configuration creates one to check its settings, and the updater another, which it uses.
     *
     * @param id one of the described types
     * @param settings its settings; unknown names and missing required ones were refused before
     * @param context what the listener may use
     * @return a listener. If it is {@link AutoCloseable}, the updater closes it, once, after its last event
     * @throws io.github.ddnsjava.exception.ConfigurationException if settings are wrong
     */
    UpdateListener create(String id, Settings settings, ListenerContext context);
}
