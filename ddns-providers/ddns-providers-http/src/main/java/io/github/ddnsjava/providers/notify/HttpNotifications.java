package io.github.ddnsjava.providers.notify;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.event.UpdateListenerFactory;
import java.util.List;

/** Makes the notifications of the catalog. Stateless and thread-safe. */
public final class HttpNotifications implements UpdateListenerFactory {
    /** Called by {@link java.util.ServiceLoader}. */
    public HttpNotifications() {
        // Nothing to prepare: the catalog is constant.
    }

    @Override
    public List<TypeDescriptor> describe() {
        return Services.ALL.stream().map(Service::descriptor).toList();
    }

    @Override
    public UpdateListener create(String id, Settings settings, ListenerContext context) {
        Service service = Services.ALL.stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow();
        return new HttpNotification(service, settings, context);
    }
}
