package io.github.ddnsjava.examples.quickstart;

import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.publish.DnsProviders;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The example of the README, so that it compiles; a test compares the two. */
abstract class EmbedExample {
    private static final Logger log = LoggerFactory.getLogger(EmbedExample.class);

    abstract void serve();

    void run() {
        // begin
        try (Updater updater = Updater.builder()
                .detector(IpDetectors.http("https://api64.ipify.org", "https://icanhazip.com"))
                .provider(DnsProviders.create("cloudflare", Settings.of("token", Secret.env("CF_API_TOKEN"))))
                .record("home.example.com", RecordType.A, RecordType.AAAA)
                .stateFile(Path.of("ddns-state"))
                .onChange(event -> log.info("{} is now {}", event.name(), event.addresses()))
                .onTrouble(event -> log.warn("{}: {}", event.subject(), event.problem()))
                .build()) {
            updater.start();
            serve(); // whatever your application does
        }
        // end
    }
}
