package io.github.ddnsjava.providers;

import io.github.ddnsjava.providers.aliyun.AliyunProvider;
import io.github.ddnsjava.providers.bunny.BunnyProvider;
import io.github.ddnsjava.providers.desec.DesecProvider;
import io.github.ddnsjava.providers.digitalocean.DigitalOceanProvider;
import io.github.ddnsjava.providers.dnspod.DnspodProvider;
import io.github.ddnsjava.providers.duckdns.DuckDnsProvider;
import io.github.ddnsjava.providers.gandi.GandiProvider;
import io.github.ddnsjava.providers.google.GoogleProvider;
import io.github.ddnsjava.providers.huawei.HuaweiProvider;
import io.github.ddnsjava.providers.netlify.NetlifyProvider;
import io.github.ddnsjava.providers.ovh.OvhProvider;
import io.github.ddnsjava.providers.powerdns.PowerDnsProvider;
import io.github.ddnsjava.providers.route53.Route53Provider;
import io.github.ddnsjava.providers.tencent.TencentProvider;
import io.github.ddnsjava.providers.vercel.VercelProvider;
import io.github.ddnsjava.publish.TypedProviderFactory;
import java.util.List;

/** Makes the providers of this module that are one class with a {@code TYPE}. Thread-safe. */
public final class HttpProviders extends TypedProviderFactory {
    /** Creates the factory. */
    public HttpProviders() {
        super(List.of(
                AliyunProvider.TYPE,
                BunnyProvider.TYPE,
                DesecProvider.TYPE,
                DigitalOceanProvider.TYPE,
                DnspodProvider.TYPE,
                DuckDnsProvider.TYPE,
                GandiProvider.TYPE,
                GoogleProvider.TYPE,
                HuaweiProvider.TYPE,
                NetlifyProvider.TYPE,
                OvhProvider.TYPE,
                PowerDnsProvider.TYPE,
                Route53Provider.TYPE,
                TencentProvider.TYPE,
                VercelProvider.TYPE));
    }
}
