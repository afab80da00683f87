package io.github.ddnsjava.examples.customprovider;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.Json;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.HttpProviderContract;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.ZoneProviderContract;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Holds {@link BirchProvider} to the published contract, and to what Birch's documentation says besides. */
class BirchProviderTest implements HttpProviderContract, ZoneProviderContract {
    private static final FakeBirch BIRCH = new FakeBirch();

    @AfterAll
    static void stop() {
        BIRCH.server().stop();
    }

    @Test
    void configurationsFindItByItsId() {
        assertThat(DnsProviders.create("birch", settings())).isInstanceOf(BirchProvider.class);
    }

    @Test
    void theReasonOfARefusalReachesTheUserWithTheRemedy() throws InterruptedException {
        reset();
        BIRCH.makeReadOnly("example.com");
        RecordChange change = Changes.ensure("home.example.com", "192.0.2.1").build();
        assertThat(RecordingPublication.standard()
                        .run(provider(), List.of(change))
                        .get(change.key()))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().message())
                                .isEqualTo("POST localhost/zones/{zone}/records: HTTP 403, \"zone_read_only Birch says:"
                                        + " zone read only.\"; give the key the right to write to this zone"));
    }

    @Override
    public void reset() {
        BIRCH.reset("example.com", "example.org", "sub.example.com", "0/26.2.0.192.in-addr.arpa");
        BIRCH.put("example.com", "alias", "CNAME", "www.example.net.", 300, "");
    }

    @Override
    public DnsProvider provider() {
        return new BirchProvider(settings(), ProviderContext.standard());
    }

    private static Settings settings() {
        return Settings.of("apiKey", FakeBirch.KEY, "endpoint", BIRCH.endpoint());
    }

    @Override
    public void put(DnsName zone, ZoneRecord value) {
        Duration ttl = (Duration) value.attributes().getOrDefault(Attributes.TTL, Duration.ofMinutes(5));
        BIRCH.put(
                zone.toString(),
                FakeServer.host(value.name(), zone),
                value.type().name(),
                value.address().toString(),
                ttl.toSeconds(),
                value.marker().orElse(""));
    }

    @Override
    public List<ZoneRecord> records(DnsName zone) {
        return BIRCH.records(zone.toString()).stream()
                .filter(entry -> entry.type().startsWith("A"))
                .map(entry -> ZoneRecord.of(FakeServer.name(entry.host(), zone), IpAddress.parse(entry.value()))
                        .withTtl(Duration.ofSeconds(entry.ttl()))
                        .marked(entry.note()))
                .toList();
    }

    @Override
    public void putText(DnsName name, String text) {
        BIRCH.put("example.com", FakeServer.host(name, zone()), "TXT", text, 300, "");
    }

    @Override
    public Set<String> texts(DnsName name) {
        return BIRCH.records("example.com").stream()
                .filter(entry -> entry.type().equals("TXT"))
                .filter(entry -> entry.host().equals(FakeServer.host(name, zone())))
                .map(FakeBirch.Entry::value)
                .collect(Collectors.toSet());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/zones");
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/zones/{zone}/records");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(100);
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(100);
    }

    @Override
    public void addZone(DnsName zone) {
        BIRCH.addZone(zone.toString());
    }

    @Override
    public Optional<Trouble> missingZone() {
        return Optional.of(zone -> {
            BIRCH.removeZone(zone.toString());
            return () -> {};
        });
    }

    @Override
    public void renewZone(DnsName zone) {
        BIRCH.removeZone(zone.toString());
        BIRCH.addZone(zone.toString());
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("alias.example.com"));
    }

    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.of(name -> {
            BIRCH.lock(FakeServer.host(name, zone()));
            return () -> {};
        });
    }

    @Override
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(zone -> {
            BIRCH.makeReadOnly(zone.toString());
            return () -> {};
        });
    }

    @Override
    public WireMockServer server() {
        return BIRCH.server();
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        Map<String, String> error = Map.of("code", "bad_value", "message", reason);
        return Optional.of(WireMock.aResponse().withStatus(422).withBody(Json.write(Map.of("error", error))));
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeBirch.KEY);
    }
}
