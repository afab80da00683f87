package io.github.ddnsjava.examples.customprovider;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.HttpProviderContract;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.ZoneProviderContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holds {@link CedarProvider} with a token to the published contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CedarProviderTest implements HttpProviderContract, ZoneProviderContract {
    final FakeCedar cedar = new FakeCedar();

    @AfterAll
    void stop() {
        cedar.server().stop();
    }

    @Test
    void configurationsFindItByItsId() {
        assertThat(DnsProviders.create("cedar", settings())).isInstanceOf(CedarProvider.class);
    }

    @Override
    public void reset() {
        cedar.reset("example.com", "example.org", "sub.example.com");
    }

    @Override
    public DnsProvider provider() {
        return new CedarProvider(settings(), ProviderContext.standard());
    }

    /** How the provider is told of the service. */
    Settings settings() {
        return Settings.of("token", FakeCedar.TOKEN, "endpoint", cedar.endpoint());
    }

    @Override
    public void put(DnsName zone, ZoneRecord value) {
        Duration ttl = (Duration) value.attributes().getOrDefault(Attributes.TTL, Duration.ofHours(1));
        cedar.put(
                zone.toString(),
                FakeServer.host(value.name(), zone),
                value.type().name(),
                value.address().toString(),
                ttl.toSeconds());
    }

    @Override
    public List<ZoneRecord> records(DnsName zone) {
        List<ZoneRecord> all = new ArrayList<>();
        cedar.sets(zone.toString()).forEach((key, set) -> {
            String host = key.substring(0, key.indexOf('/'));
            if (!key.endsWith("/TXT")) {
                set.values()
                        .forEach(value -> all.add(ZoneRecord.of(FakeServer.name(host, zone), IpAddress.parse(value))
                                .withTtl(Duration.ofSeconds(set.ttl()))));
            }
        });
        return all;
    }

    @Override
    public void putText(DnsName name, String text) {
        cedar.put("example.com", FakeServer.host(name, zone()), "TXT", text, 3600);
    }

    @Override
    public Set<String> texts(DnsName name) {
        return cedar.get("example.com", FakeServer.host(name, zone()), "TXT").values();
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/zones/{zone}");
    }

    /** Zones are asked for one by one. */
    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<Trouble> missingZone() {
        return Optional.of(zone -> {
            cedar.removeZone(zone.toString());
            return () -> {};
        });
    }

    @Override
    public void renewZone(DnsName zone) {
        cedar.addZone(zone.toString());
    }

    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.of(name -> {
            cedar.lock(FakeServer.host(name, zone()));
            return () -> {};
        });
    }

    @Override
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(zone -> {
            cedar.close(zone.toString());
            return () -> {};
        });
    }

    @Override
    public WireMockServer server() {
        return cedar.server();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeCedar.TOKEN);
    }
}
