package io.github.ddnsjava.publish;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Creates the providers of one or more ids. This is the {@link java.util.ServiceLoader} service through which {@link
 * DnsProviders} finds them. Implementations have a public no-argument constructor and no state. See {@code
 * docs/writing-a-provider.md}.
 */
public interface DnsProviderFactory {
    /** Describes the providers that this factory creates. */
    List<TypeDescriptor> describe();

    /**
     * Returns the same descriptions by id, each made when it is first asked for. A configuration uses few of many
     * types, and a factory of many need not describe the others. By default, all are made by {@link #describe} at once,
     * and an id that is described twice cannot be used.
     */
    default Map<String, Supplier<TypeDescriptor>> descriptions() {
        Map<String, Supplier<TypeDescriptor>> all = new LinkedHashMap<>();
        for (TypeDescriptor type : describe()) {
            all.merge(type.id(), () -> type, (first, second) -> () -> {
                throw new IllegalStateException("it describes " + type.id() + " twice");
            });
        }
        return all;
    }

    /**
     * Creates a provider. Nothing is sent or started: if settings are wrong, this is called again with fewer of them, to
     * find all problems at once.
     *
     * @param id one of the described ids
     * @param settings its settings; unknown names and missing required ones were refused before
     * @param context what the provider may use
     * @throws io.github.ddnsjava.exception.ConfigurationException if settings are wrong
     */
    DnsProvider create(String id, Settings settings, ProviderContext context);
}
