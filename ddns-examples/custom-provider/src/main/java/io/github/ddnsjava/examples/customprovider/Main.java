package io.github.ddnsjava.examples.customprovider;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.publish.ProviderContext;

/** Points a name at Acme to an address, once: {@code ACME_TOKEN=… java … Main NAME ADDRESS}. */
public final class Main {
    private Main() {}

    /** Takes a name and an IPv4 address. */
    public static void main(String[] args) throws InterruptedException {
        Settings settings = Settings.of("token", Secret.env("ACME_TOKEN"));
        try (Updater updater = Updater.builder()
                .detector(IpDetectors.staticAddresses(IpAddress.parse(args[1])))
                // Without a factory this is all that is needed; DnsProviders.create("acme", settings) does the same.
                .provider(new AcmeProvider(settings, ProviderContext.standard()))
                .record(args[0], RecordType.A)
                .build()) {
            updater.runOnce().records().forEach(System.out::println);
        }
    }
}
