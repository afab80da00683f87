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
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.TypedProviderFactory;
import java.util.List;

/** Makes the providers of this module that are one class with a {@code TYPE}. Thread-safe. */
public final class HttpProviders extends TypedProviderFactory {
    private static final List<String> IDS = List.of(
            "aliyun",
            "azure",
            "bunny",
            "command",
            "custom",
            "desec",
            "digitalocean",
            "dnsimple",
            "dnspod",
            "duckdns",
            "gandi",
            "godaddy",
            "google",
            "hetzner",
            "huawei",
            "ionos",
            "linode",
            "namecheap",
            "namecom",
            "netcup",
            "netlify",
            "ovh",
            "porkbun",
            "powerdns",
            "route53",
            "scaleway",
            "tencent",
            "vercel",
            "vultr");

    /** Creates the factory. */
    public HttpProviders() {
        super(IDS, HttpProviders::type);
    }

    /** Only the class of this type is initialized by that, which takes time and memory. */
    private static ProviderType type(String id) {
        return switch (id) {
            case "aliyun" -> AliyunProvider.TYPE;
            case "azure" -> AzureProvider.TYPE;
            case "bunny" -> BunnyProvider.TYPE;
            case "command" -> CommandProvider.TYPE;
            case "custom" -> CustomProvider.TYPE;
            case "desec" -> DesecProvider.TYPE;
            case "digitalocean" -> DigitalOceanProvider.TYPE;
            case "dnsimple" -> DnsimpleProvider.TYPE;
            case "dnspod" -> DnspodProvider.TYPE;
            case "duckdns" -> DuckDnsProvider.TYPE;
            case "gandi" -> GandiProvider.TYPE;
            case "godaddy" -> GoDaddyProvider.TYPE;
            case "google" -> GoogleProvider.TYPE;
            case "hetzner" -> HetznerProvider.TYPE;
            case "huawei" -> HuaweiProvider.TYPE;
            case "ionos" -> IonosProvider.TYPE;
            case "linode" -> LinodeProvider.TYPE;
            case "namecheap" -> NamecheapProvider.TYPE;
            case "namecom" -> NamecomProvider.TYPE;
            case "netcup" -> NetcupProvider.TYPE;
            case "netlify" -> NetlifyProvider.TYPE;
            case "ovh" -> OvhProvider.TYPE;
            case "porkbun" -> PorkbunProvider.TYPE;
            case "powerdns" -> PowerDnsProvider.TYPE;
            case "route53" -> Route53Provider.TYPE;
            case "scaleway" -> ScalewayProvider.TYPE;
            case "tencent" -> TencentProvider.TYPE;
            case "vercel" -> VercelProvider.TYPE;
            case "vultr" -> VultrProvider.TYPE;
            default -> throw new IllegalArgumentException(id);
        };
    }
}
