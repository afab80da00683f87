package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.event.UpdateListenerFactory;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.discovery.Discovery;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The listeners of a configuration. Each is created once to check its settings, and again by each updater, which brings what
 * it runs on. Not thread-safe.
 */
final class Listeners {
    static final String SECTION = "notify";

    /** Looks only where a configuration has listeners: most have none. */
    private final Discovery<UpdateListenerFactory> found =
            Discovery.atFirstUse(UpdateListenerFactory.class, UpdateListenerFactory::describe);

    /** How a listener is made. Two are equal if they have the same {@link Identity}, so that an updater keeps its listener. */
    private record Made(Identity identity, Function<ListenerContext, UpdateListener> how)
            implements Function<ListenerContext, UpdateListener> {
        @Override
        public UpdateListener apply(ListenerContext context) {
            return how.apply(context);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Made made && identity.equals(made.identity);
        }

        @Override
        public int hashCode() {
            return identity.hashCode();
        }

        @Override
        public String toString() {
            return "a listener";
        }
    }

    List<TypeDescriptor> descriptors() {
        return found.descriptors();
    }

    /** Checks all members of the section, and returns how those are made that are enabled, by key. */
    Map<String, Function<ListenerContext, UpdateListener>> make(
            TypedSection section, ProviderContext world, Problems problems) {
        Map<String, Function<ListenerContext, UpdateListener>> all = new LinkedHashMap<>();
        section.members().forEach((key, member) -> {
            String path = SECTION + "." + key;
            Function<ListenerContext, UpdateListener> how = context -> found.create(
                    member.type(),
                    member.settings(),
                    (factory, given) -> factory.create(member.type(), given, context));
            try {
                if (how.apply(nothing(world)) instanceof AutoCloseable unused) {
                    unused.close();
                }
                if (member.enabled()) {
                    all.put(key, new Made(section.identity(key, member, "none"), how));
                }
            } catch (ConfigurationException e) {
                problems.addAll(path, e);
            } catch (TransientException e) {
                problems.unreachable(path, e);
            } catch (Exception | Error e) {
                problems.defect(path, "cannot be created", e);
            }
        });
        return all;
    }

    /** Returns what a listener can use that is only checked: time stands still for it. */
    private static ListenerContext nothing(ProviderContext world) {
        return new ListenerContext(world, NeverRuns.SCHEDULER, task -> {}, key -> Optional.empty());
    }
}
