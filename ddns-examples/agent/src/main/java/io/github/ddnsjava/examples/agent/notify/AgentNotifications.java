package io.github.ddnsjava.examples.agent.notify;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.event.UpdateListenerFactory;
import java.util.List;

/** Makes the notifications of the agent. Stateless and thread-safe. */
public final class AgentNotifications implements UpdateListenerFactory {
    /** Called by {@link java.util.ServiceLoader}. */
    public AgentNotifications() {
        // Nothing to prepare.
    }

    @Override
    public List<TypeDescriptor> describe() {
        return List.of(CommandNotification.DESCRIPTOR, MailNotification.DESCRIPTOR);
    }

    @Override
    public UpdateListener create(String id, Settings settings, ListenerContext context) {
        return id.equals(CommandNotification.DESCRIPTOR.id())
                ? new CommandNotification(settings, context)
                : new MailNotification(settings, context);
    }
}
