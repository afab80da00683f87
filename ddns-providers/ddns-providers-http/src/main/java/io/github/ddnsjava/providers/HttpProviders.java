package io.github.ddnsjava.providers;

import io.github.ddnsjava.providers.aliyun.AliyunProvider;
import io.github.ddnsjava.providers.azure.AzureProvider;
import io.github.ddnsjava.providers.bunny.BunnyProvider;
import io.github.ddnsjava.providers.command.CommandProvider;
import io.github.ddnsjava.providers.custom.CustomProvider;
import io.github.ddnsjava.providers.desec.DesecProvider;
import io.github.ddnsjava.providers.digitalocean.DigitalOceanProvider;
import io.github.ddnsjava.providers.dnsimple.DnsimpleProvider;
import io.github.ddnsjava.providers.dnspod.DnspodProvider;
import io.github.ddnsjava.providers.duckdns.DuckDnsProvider;
import io.github.ddnsjava.providers.gandi.GandiProvider;
import io.github.ddnsjava.providers.godaddy.GoDaddyProvider;
import io.github.ddnsjava.providers.google.GoogleProvider;
import io.github.ddnsjava.providers.hetzner.HetznerProvider;
import io.github.ddnsjava.providers.huawei.HuaweiProvider;
import io.github.ddnsjava.providers.ionos.IonosProvider;
import io.github.ddnsjava.providers.linode.LinodeProvider;
import io.github.ddnsjava.providers.namecheap.NamecheapProvider;
import io.github.ddnsjava.providers.namecom.NamecomProvider;
import io.github.ddnsjava.providers.netcup.NetcupProvider;
import io.github.ddnsjava.providers.netlify.NetlifyProvider;
import io.github.ddnsjava.providers.ovh.OvhProvider;
import io.github.ddnsjava.providers.porkbun.PorkbunProvider;
import io.github.ddnsjava.providers.powerdns.PowerDnsProvider;
import io.github.ddnsjava.providers.route53.Route53Provider;
import io.github.ddnsjava.providers.scaleway.ScalewayProvider;
import io.github.ddnsjava.providers.tencent.TencentProvider;
import io.github.ddnsjava.providers.vercel.VercelProvider;
import io.github.ddnsjava.providers.vultr.VultrProvider;
import io.github.ddnsjava.publish.TypedProviderFactory;
import java.util.List;

/** Makes the providers of this module that are one class with a {@code TYPE}. Thread-safe. */
public final class HttpProviders extends TypedProviderFactory {
    /** Creates the factory. */
    public HttpProviders() {
        super(List.of(
                AliyunProvider.TYPE,
                AzureProvider.TYPE,
                BunnyProvider.TYPE,
                CommandProvider.TYPE,
                CustomProvider.TYPE,
                DesecProvider.TYPE,
                DigitalOceanProvider.TYPE,
                DnsimpleProvider.TYPE,
                DnspodProvider.TYPE,
                DuckDnsProvider.TYPE,
                GandiProvider.TYPE,
                GoDaddyProvider.TYPE,
                GoogleProvider.TYPE,
                HetznerProvider.TYPE,
                HuaweiProvider.TYPE,
                IonosProvider.TYPE,
                LinodeProvider.TYPE,
                NamecheapProvider.TYPE,
                NamecomProvider.TYPE,
                NetcupProvider.TYPE,
                NetlifyProvider.TYPE,
                OvhProvider.TYPE,
                PorkbunProvider.TYPE,
                PowerDnsProvider.TYPE,
                Route53Provider.TYPE,
                ScalewayProvider.TYPE,
                TencentProvider.TYPE,
                VercelProvider.TYPE,
                VultrProvider.TYPE));
    }
}
