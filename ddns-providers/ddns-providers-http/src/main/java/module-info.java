/** Providers that need nothing but HTTP, one package for each brand; found through their service, nothing is exported. */
module io.github.ddnsjava.providers {
    requires static org.jspecify;
    requires io.github.ddnsjava;

    provides io.github.ddnsjava.publish.DnsProviderFactory with
            io.github.ddnsjava.providers.cloudflare.CloudflareFactory;
}
