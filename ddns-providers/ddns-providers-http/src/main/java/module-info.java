/** Placeholder. */
module io.github.ddnsjava.providers {
    requires static org.jspecify;
    requires io.github.ddnsjava;

    provides io.github.ddnsjava.publish.DnsProviderFactory with
            io.github.ddnsjava.providers.dyndns2.Dyndns2Factory;
}
