package io.github.ddnsjava.providers.cloudflare;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.provider.testkit.HttpProviderContract;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.ZoneProviderContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;

/** The testkit's demands on every provider with HTTP and zones. */
class CloudflareContractTest implements HttpProviderContract, ZoneProviderContract {
    private static final FakeCloudflare FAKE = FakeCloudflare.running();

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @Override
    public void reset() {
        FAKE.reset();
        List.of(zone(), otherZone(), childZone()).forEach(name -> FAKE.addZone(name.toString()));
        FAKE.zone(zone().toString()).put("CNAME", refusedName().orElseThrow().toString(), "example.net", 300, false);
    }

    @Override
    public DnsProvider provider() {
        return new CloudflareFactory()
                .create(
                        "cloudflare",
                        Settings.of("token", FakeCloudflare.TOKEN, "endpoint", FAKE.endpoint()),
                        ProviderContext.standard());
    }

    @Override
    public void put(DnsName zone, ZoneRecord record) {
        ObjectNode put = FAKE.zone(zone.toString())
                .put(
                        record.type().name(),
                        record.name().toString(),
                        record.address().toString(),
                        (int) ((Duration) record.attributes().getOrDefault("ttl", Duration.ofSeconds(1))).toSeconds(),
                        (boolean) record.attributes().getOrDefault("proxied", false));
        Optional.ofNullable((String) record.attributes().get("comment"))
                .or(record::marker)
                .ifPresent(comment -> put.put("comment", comment));
        if (record.attributes().get("tags") instanceof List<?> tags) {
            tags.forEach(tag -> put.withArray("tags").add((String) tag));
        }
    }

    @Override
    public List<ZoneRecord> records(DnsName zone) {
        return FAKE.zone(zone.toString()).records().stream()
                .map(node -> JsonReader.parse("the fake's record", node.toString()))
                .filter(CloudflareRecords::isAddress)
                .map(json -> CloudflareRecords.read(CloudflareRecords.name(json).orElseThrow(), json))
                .toList();
    }

    @Override
    public void putText(DnsName name, String text) {
        FAKE.zone(zone().toString()).put("TXT", name.toString(), text, 300, false);
    }

    @Override
    public Set<String> texts(DnsName name) {
        return FAKE.zone(zone().toString()).find(name.toString(), "TXT").stream()
                .map(record -> record.get("content").textValue())
                .collect(Collectors.toSet());
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/zones");
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/zones/{zone}/dns_records");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(1000);
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(50);
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
    public void renewZone(DnsName zone) {
        FAKE.removeZone(zone.toString());
        FAKE.addZone(zone.toString());
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** Rights are granted zone by zone. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(zone -> {
            FAKE.zone(zone.toString()).readOnly = true;
            return () -> {};
        });
    }

    @Override
    public WireMockServer server() {
        return FAKE.server();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeCloudflare.TOKEN);
    }

    private static ResponseDefinitionBuilder answer(Refusal refusal) {
        return aResponse().withStatus(refusal.status()).withBody(refusal.body());
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return answer(Refusal.of(401, 10_000, "Authentication error"));
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return answer(Refusal.of(403, 9109, "Unauthorized to access requested resource"));
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return answer(Refusal.of(404, 81_044, "Record does not exist."));
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(
                answer(Refusal.of(429, 10_429, "You have been rate limited.")),
                answer(Refusal.of(400, 971, "Please wait and consider throttling your request speed")));
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(answer(Refusal.invalid(9999, reason)));
    }
}
