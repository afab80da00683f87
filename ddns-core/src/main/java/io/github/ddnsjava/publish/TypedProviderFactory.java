package io.github.ddnsjava.publish;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A factory of some types of providers. A subclass names them in its public no-argument constructor. Thread-safe. */
public abstract class TypedProviderFactory implements DnsProviderFactory {
    private final Set<String> ids = new LinkedHashSet<>();
    private final Function<String, ProviderType> types;

    /**
     * Creates the factory.
     *
     * @throws IllegalArgumentException if two types have the same id
     */
    protected TypedProviderFactory(List<ProviderType> types) {
        this(
                types.stream().map(type -> type.descriptor().id()).toList(),
                types.stream()
                        .collect(Collectors.toMap(
                                type -> type.descriptor().id(), type -> type, (first, second) -> first))::get);
    }

    /**
     * Creates a factory of many types. A configuration uses few of them, and only these are made.
     *
     * @param ids the ids of all types, in their order
     * @param types returns the type of an id, each time that it is asked for; it has that id
     * @throws IllegalArgumentException if an id is there twice
     */
    protected TypedProviderFactory(List<String> ids, Function<String, ProviderType> types) {
        this.types = types;
        for (String id : ids) {
            if (!this.ids.add(id)) {
                throw new IllegalArgumentException("two types with the id " + id);
            }
        }
    }

    @Override
    public final List<TypeDescriptor> describe() {
        return ids.stream().map(id -> type(id).descriptor()).toList();
    }

    @Override
    public final Map<String, Supplier<TypeDescriptor>> descriptions() {
        Map<String, Supplier<TypeDescriptor>> all = new LinkedHashMap<>();
        ids.forEach(id -> all.put(id, () -> type(id).descriptor()));
        return all;
    }

    @Override
    public final DnsProvider create(String id, Settings settings, ProviderContext context) {
        if (!ids.contains(id)) {
            throw new IllegalArgumentException(getClass().getName() + " has no type with the id " + id);
        }
        return type(id).create(settings, context);
    }

    private ProviderType type(String id) {
        ProviderType type = types.apply(id);
        String own = type.descriptor().id();
        if (!own.equals(id)) {
            throw new IllegalStateException(
                    getClass().getName() + " has the type " + own + " for the id " + id + "; make them the same");
        }
        return type;
    }
}
