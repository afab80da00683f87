package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes the configured providers. */
final class Providers {
    private Providers() {}

    /**
     * Returns the descriptions of the types that the section names. A type whose name is a reference, and is not known
     * yet, can be any: then it returns those of all.
     *
     * @param written all settings, with texts as they are written
     */
    static List<TypeDescriptor> types(Settings written, DnsProviders found) {
        Set<String> named = new TreeSet<>();
        Settings members = MemberNames.nested(written, "providers");
        for (String key : members.names()) {
            Object type = MemberNames.nested(members, key)
                    .value(TypedSection.TYPE.name())
                    .orElse("");
            if (!(type instanceof String id) || id.contains("$")) {
                return found.descriptors();
            }
            named.add(id);
        }
        return named.stream().flatMap(id -> found.descriptor(id).stream()).toList();
    }

    /**
     * Makes all that can be made, by key.
     *
     * @param lookup the setting of the look-up in the context
     */
    static Map<String, DnsProvider> make(
            TypedSection section, DnsProviders found, ProviderContext context, Object lookup, Problems problems) {
        Map<String, DnsProvider> made = new LinkedHashMap<>();
        section.members().forEach((key, member) -> {
            try {
                DnsProvider provider = found.create(member.type(), member.settings(), context);
                made.put(key, SteadyProvider.of(provider, section.identity(key, member, lookup)));
            } catch (ConfigurationException e) {
                problems.addAll("providers." + key, e);
            } catch (TransientException e) {
                problems.unreachable("providers." + key, e);
            } catch (RuntimeException | Error e) {
                problems.defect("providers." + key, "cannot be created", e);
            }
        });
        return made;
    }
}
