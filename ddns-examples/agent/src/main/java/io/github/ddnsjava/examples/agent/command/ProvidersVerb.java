package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.notify.Notifications;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The manual's tables at hand. */
@Command(
        name = "providers",
        exitCodeList = {
            "0:the answer was printed",
            "1:an unexpected failure",
            "2:the command line is wrong, or there is no such provider or notification"
        },
        description = "List the providers and the notifications, or describe one and its settings.")
final class ProvidersVerb extends Verb {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "The provider or notification to describe.")
    private @Nullable String id;

    @Override
    public Integer call() {
        DnsProviders providers = DnsProviders.load();
        List<TypeDescriptor> all = providers.descriptors();
        List<TypeDescriptor> notifications = Notifications.descriptors();
        ProvidersOutput printed = new ProvidersOutput(output(), plugins());
        if (id == null) {
            return printed.all(all, notifications);
        }
        Optional<TypeDescriptor> provider = find(all, id);
        if (provider.isPresent()) {
            return printed.provider(provider.get());
        }
        Optional<TypeDescriptor> notification = find(notifications, id);
        return notification.isPresent() ? printed.notification(notification.get()) : unknown(output(), providers, id);
    }

    /** Returns the type of that id. */
    static Optional<TypeDescriptor> find(List<TypeDescriptor> all, String id) {
        return all.stream().filter(descriptor -> descriptor.id().equals(id)).findFirst();
    }

    /** Says that there is none of that id. */
    static int unknown(Output output, DnsProviders providers, String id) {
        try {
            providers.create(id, Settings.none(), ProviderContext.standard());
        } catch (ConfigurationException e) {
            ConfigurationException.Entry first = e.problems().get(0);
            return output.refused("ID", first.message(), first.allowed());
        }
        throw new IllegalStateException("there is a provider " + id);
    }
}
