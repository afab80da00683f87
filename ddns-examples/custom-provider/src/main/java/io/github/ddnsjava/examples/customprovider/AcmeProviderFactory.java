package io.github.ddnsjava.examples.customprovider;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviderFactory;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes {@link AcmeProvider}s. Named in {@code META-INF/services/io.github.ddnsjava.publish.DnsProviderFactory}; a
 * module says {@code provides DnsProviderFactory with AcmeProviderFactory} as well.
 */
public final class AcmeProviderFactory implements DnsProviderFactory {
    @Override
    public List<TypeDescriptor> describe() {
        List<SettingSpec> settings = new ArrayList<>();
        settings.add(SettingSpec.secret("token", "an API token with the right to update names"));
        settings.addAll(ProviderEndpoint.SETTINGS);
        return List.of(new TypeDescriptor(
                "acme",
                "Acme DNS",
                "https://acme.example/docs/api",
                settings,
                "60 requests a minute",
                "an invented service",
                List.of("A name must have been made in Acme's panel before it can be updated.")));
    }

    @Override
    public DnsProvider create(String id, Settings settings, ProviderContext context) {
        return new AcmeProvider(settings, context);
    }
}
