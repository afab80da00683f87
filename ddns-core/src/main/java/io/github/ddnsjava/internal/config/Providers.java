package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the configured providers. */
final class Providers {
    private Providers() {}

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
