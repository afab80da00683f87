package io.github.ddnsjava.providers;

import io.github.ddnsjava.providers.aliyun.AliyunProvider;
import io.github.ddnsjava.providers.command.CommandProvider;
import io.github.ddnsjava.providers.custom.CustomProvider;
import io.github.ddnsjava.providers.desec.DesecProvider;
import io.github.ddnsjava.providers.digitalocean.DigitalOceanProvider;
import io.github.ddnsjava.providers.duckdns.DuckDnsProvider;
import io.github.ddnsjava.providers.gandi.GandiProvider;
import io.github.ddnsjava.providers.powerdns.PowerDnsProvider;
import io.github.ddnsjava.publish.TypedProviderFactory;
import java.util.List;

/** Makes the providers of this module that are one class with a {@code TYPE}. Thread-safe. */
public final class HttpProviders extends TypedProviderFactory {
    /** Creates the factory. */
    public HttpProviders() {
        super(List.of(
                AliyunProvider.TYPE,
                CommandProvider.TYPE,
                CustomProvider.TYPE,
                DesecProvider.TYPE,
                DigitalOceanProvider.TYPE,
                DuckDnsProvider.TYPE,
                GandiProvider.TYPE,
                PowerDnsProvider.TYPE));
    }
}
