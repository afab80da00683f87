/** The providers and notifications that need only what core contains, most of them HTTP: one package for each brand, found by {@link java.util.ServiceLoader}. */
module io.github.ddnsjava.providers {
    requires io.github.ddnsjava;

    provides io.github.ddnsjava.publish.DnsProviderFactory with
            io.github.ddnsjava.providers.HttpProviders,
            io.github.ddnsjava.providers.cloudflare.CloudflareFactory,
            io.github.ddnsjava.providers.dyndns2.Dyndns2Factory;
    provides io.github.ddnsjava.event.UpdateListenerFactory with
            io.github.ddnsjava.providers.notify.HttpNotifications;
    provides io.github.ddnsjava.config.SecretSource with
            io.github.ddnsjava.providers.vault.VaultSource;
}
