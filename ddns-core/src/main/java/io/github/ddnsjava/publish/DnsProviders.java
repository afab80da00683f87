package io.github.ddnsjava.publish;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.internal.discovery.Discovery;
import java.util.List;

/**
 * Finds providers by id among those on the path. Immutable and thread-safe.
 *
 * <p>Each {@code load} looks once, on the calling thread, over the given loader (or layer), the thread's context loader
 * and this library's own. A factory that cannot be loaded is logged and hides no other; two factories with one id make
 * that id unusable, and the message names both. Discovery is a convenience: a provider made by {@code new} works as
 * well.
 */
public final class DnsProviders {
    private final Discovery<DnsProviderFactory> found;

    private DnsProviders(Discovery<DnsProviderFactory> found) {
        this.found = found;
    }

    /** Looks on the thread's context class loader and this library's own. */
    public static DnsProviders load() {
        return new DnsProviders(Discovery.of(DnsProviderFactory.class, DnsProviderFactory::describe));
    }

    /** Looks on that class loader too. */
    public static DnsProviders load(ClassLoader loader) {
        return new DnsProviders(Discovery.of(DnsProviderFactory.class, DnsProviderFactory::describe, loader));
    }

    /** Looks in that module layer too. */
    public static DnsProviders load(ModuleLayer layer) {
        return new DnsProviders(Discovery.of(DnsProviderFactory.class, DnsProviderFactory::describe, layer));
    }

    /**
     * Looks, and makes a provider in the ordinary world; for more than a few, {@link #load} once and share a {@link
     * ProviderContext}.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if the id is unknown (the message lists those that
     *     are known) or settings are wrong
     */
    public static DnsProvider create(String id, Settings settings) {
        return load().create(id, settings, ProviderContext.standard());
    }

    /**
     * Makes a provider.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException as {@link #create(String, Settings)}
     */
    public DnsProvider create(String id, Settings settings, ProviderContext context) {
        return found.factory(id, settings).create(id, settings, context);
    }

    /** Returns what was found, ordered by id. */
    public List<TypeDescriptor> descriptors() {
        return found.descriptors();
    }
}
