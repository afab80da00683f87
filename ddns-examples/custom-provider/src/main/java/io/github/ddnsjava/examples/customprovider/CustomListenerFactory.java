package io.github.ddnsjava.examples.customprovider;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.event.UpdateListenerFactory;
import io.github.ddnsjava.notify.NotificationListener;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the notification of this example. Named in {@code META-INF/services/io.github.ddnsjava.event.UpdateListenerFactory}
 * for the class path, and in {@code module-info.java} for the module path.
 */
public final class CustomListenerFactory implements UpdateListenerFactory {
    @Override
    public List<TypeDescriptor> describe() {
        List<SettingSpec> settings = new ArrayList<>(List.of(Logbook.FILE));
        settings.addAll(NotificationListener.SETTINGS);
        return List.of(new TypeDescriptor("logbook", "A logbook", "", settings, "", "an example", List.of()));
    }

    @Override
    public UpdateListener create(String id, Settings settings, ListenerContext context) {
        return new Logbook(id, settings, context);
    }
}
