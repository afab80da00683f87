package io.github.ddnsjava.publish;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.internal.discovery.Discovery;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Finds providers on the class path or module path by their ids. Thread-safe.
 *
 * <p>Each {@code load} searches once, on the calling thread. It searches the given class loader or layer, the thread's
 * context class loader and this library's own class loader. A factory that cannot be loaded is logged and does not hide
 * others. A description is made when it is first asked for, on that thread, with the context class loader of the thread
 * that loaded; then it is kept. If two factories have the same id, that id is unusable, and the message names both.
 * Discovery is a convenience: a provider created by its constructor works as well.
 */
public final class DnsProviders {
    private final Discovery<DnsProviderFactory> found;

    private DnsProviders(Discovery<DnsProviderFactory> found) {
        this.found = found;
    }

    /** Searches the thread's context class loader and this library's own. */
    public static DnsProviders load() {
        return new DnsProviders(
                Discovery.onDemand(DnsProviderFactory.class, DnsProviderFactory::descriptions, List.of()));
    }

    /** Searches that class loader, the thread's context class loader and this library's own. */
    public static DnsProviders load(ClassLoader loader) {
        return new DnsProviders(Discovery.onDemand(
                DnsProviderFactory.class,
                DnsProviderFactory::descriptions,
                List.of(ServiceLoader.load(DnsProviderFactory.class, loader))));
    }

    /** Searches that module layer, the thread's context class loader and this library's own. */
    public static DnsProviders load(ModuleLayer layer) {
        return new DnsProviders(Discovery.onDemand(
                DnsProviderFactory.class,
                DnsProviderFactory::descriptions,
                List.of(ServiceLoader.load(layer, DnsProviderFactory.class))));
    }

    /**
     * Searches for the id and creates a provider with {@link ProviderContext#standard}. To create several providers,
     * call {@link #load} once and share a {@link ProviderContext}.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if the id is unknown (the message lists the known
     *     ids) or settings are wrong
     */
    public static DnsProvider create(String id, Settings settings) {
        return load().create(id, settings, ProviderContext.standard());
    }

    /**
     * Creates a provider.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if the id is unknown (the message lists the known
     *     ids) or settings are wrong
     */
    public DnsProvider create(String id, Settings settings, ProviderContext context) {
        return found.create(id, settings, (factory, given) -> factory.create(id, given, context));
    }

    /** Returns the descriptions of all providers that were found, ordered by id. */
    public List<TypeDescriptor> descriptors() {
        return found.descriptors();
    }

    /** Returns the ids of all providers that were found, in their order. None of them is described for that. */
    public Set<String> ids() {
        return found.ids();
    }

    /**
     * Returns the description of the provider with that id. It is empty if there is none, or if its factory fails to
     * describe it, which is logged.
     */
    public Optional<TypeDescriptor> descriptor(String id) {
        return found.descriptor(id);
    }
}
