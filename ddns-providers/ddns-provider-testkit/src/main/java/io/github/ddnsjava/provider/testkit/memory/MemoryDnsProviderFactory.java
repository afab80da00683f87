package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviderFactory;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.List;

/** Creates {@link MemoryProvider}s, each with a server of its own. Stateless and thread-safe. */
public final class MemoryDnsProviderFactory implements DnsProviderFactory {
    /** Called by the {@link java.util.ServiceLoader}. */
    public MemoryDnsProviderFactory() {}

    @Override
    public List<TypeDescriptor> describe() {
        return List.of(new TypeDescriptor(
                "memory",
                "Memory (for tests)",
                "",
                List.of(
                        SettingSpec.required("zones", "the zones of the account")
                                .as(SettingType.list(SettingType.text()))
                                .example(List.of("example.com")),
                        SettingSpec.optional("account", "tells accounts apart")),
                "",
                "part of the testkit",
                List.of("Everything is lost with the provider.")));
    }

    @Override
    public DnsProvider create(String id, Settings settings, ProviderContext context) {
        MemoryDns dns = MemoryDns.of(settings.texts("zones").toArray(String[]::new));
        return new MemoryProvider(
                dns,
                settings,
                MemoryProvider.everyAbility()
                        .batch(new Abilities.Batch(100, false))
                        .build());
    }
}
