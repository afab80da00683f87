package io.github.ddnsjava.providers.digitalocean;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.HttpProviderContract;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.ZoneProviderContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;

/** The testkit's demands on every provider with HTTP and zones. */
class DigitalOceanContractTest implements HttpProviderContract, ZoneProviderContract {
    private static final FakeDigitalOcean FAKE = FakeDigitalOcean.running();

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @Override
    public void reset() {
        FAKE.reset();
        List.of(zone(), otherZone(), childZone()).forEach(name -> FAKE.addZone(name.toString()));
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net", 1800);
    }

    @Override
    public DnsProvider provider() {
        return new DigitalOceanProvider(
                Settings.of("token", FakeDigitalOcean.TOKEN, "endpoint", FAKE.endpoint()), ProviderContext.standard());
    }

    @Override
    public void put(DnsName zone, ZoneRecord record) {
        Duration ttl = (Duration) record.attributes().getOrDefault("ttl", Duration.ofMinutes(30));
        FAKE.put(
                zone.toString(),
                record.type().name(),
                NameForm.RELATIVE_AT.write(record.name(), zone),
                record.address().toString(),
                (int) ttl.toSeconds());
    }

    @Override
    public List<ZoneRecord> records(DnsName zone) {
        return FAKE.records(zone.toString()).stream()
                .filter(json -> json.get("type").textValue().startsWith("A"))
                .map(json -> ZoneRecord.of(
                                name(json, zone),
                                IpAddress.parse(json.get("data").textValue()))
                        .withTtl(Duration.ofSeconds(json.get("ttl").asLong())))
                .toList();
    }

    private static DnsName name(ObjectNode json, DnsName zone) {
        return NameForm.RELATIVE_AT.read(json.get("name").textValue(), zone).orElseThrow();
    }

    @Override
    public void putText(DnsName name, String text) {
        FAKE.put(zone().toString(), "TXT", NameForm.RELATIVE_AT.write(name, zone()), text, 1800);
    }

    @Override
    public Set<String> texts(DnsName name) {
        return FAKE.records(zone().toString()).stream()
                .filter(json -> json.get("type").textValue().equals("TXT")
                        && name(json, zone()).equals(name))
                .map(json -> json.get("data").textValue())
                .collect(Collectors.toSet());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/domains");
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/domains/{domain}/records");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(200);
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(200);
    }

    @Override
    public void addZone(DnsName zone) {
        FAKE.addZone(zone.toString());
    }

    @Override
    public Optional<Trouble> missingZone() {
        return Optional.of(zone -> {
            FAKE.removeZone(zone.toString());
            return () -> {};
        });
    }

    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.of(floor -> FAKE.clampedTtl = (int) floor.toSeconds());
    }

    @Override
    public void renewZone(DnsName zone) {
        FAKE.removeZone(zone.toString());
        FAKE.addZone(zone.toString());
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** Rights are those of the token, for all domains. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public WireMockServer server() {
        return FAKE.server();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeDigitalOcean.TOKEN);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeDigitalOcean.refusal(401, "unauthorized", "Unable to authenticate you")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeDigitalOcean.refusal(403, "forbidden", "You do not have access for the attempted action.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeDigitalOcean.refusal(404, "not_found", "The resource you were accessing could not be found.")
                .answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(FakeDigitalOcean.refusal(429, "too_many_requests", "API Rate limit exceeded.")
                .answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeDigitalOcean.refusal(422, "unprocessable_entity", reason)
                .answer());
    }
}
