package io.github.ddnsjava.publish;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A factory of some types of providers. A subclass names them in its public no-argument constructor. Thread-safe. */
public abstract class TypedProviderFactory implements DnsProviderFactory {
    private final Map<String, ProviderType> types = new LinkedHashMap<>();

    /**
     * Creates the factory.
     *
     * @throws IllegalArgumentException if two types have the same id
     */
    protected TypedProviderFactory(List<ProviderType> types) {
        for (ProviderType type : types) {
            if (this.types.put(type.descriptor().id(), type) != null) {
                throw new IllegalArgumentException(
                        "two types with the id " + type.descriptor().id());
            }
        }
    }

    @Override
    public final List<TypeDescriptor> describe() {
        return types.values().stream().map(ProviderType::descriptor).toList();
    }

    @Override
    public final DnsProvider create(String id, Settings settings, ProviderContext context) {
        return Objects.requireNonNull(types.get(id), id).create(settings, context);
    }
}
