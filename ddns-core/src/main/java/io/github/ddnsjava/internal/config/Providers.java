package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the configured providers. */
final class Providers {
    private Providers() {}

    /** Makes all that can be made, by key. */
    static Map<String, DnsProvider> make(
            TypedSection section, DnsProviders found, ProviderContext context, Problems problems) {
        Map<String, DnsProvider> made = new LinkedHashMap<>();
        section.members().forEach((key, member) -> {
            try {
                made.put(key, found.create(member.type(), member.settings(), context));
            } catch (ConfigurationException e) {
                problems.addAll("providers." + key, e);
            } catch (RuntimeException | Error e) {
                problems.add("providers." + key, "cannot be created: " + e, "");
            }
        });
        return made;
    }
}
