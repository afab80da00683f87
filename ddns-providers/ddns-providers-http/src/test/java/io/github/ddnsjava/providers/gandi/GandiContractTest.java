package io.github.ddnsjava.providers.gandi;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

/** The testkit's demands on every provider with HTTP and zones. */
class GandiContractTest implements HttpProviderContract, ZoneProviderContract {
    private static final FakeGandi FAKE = FakeGandi.running();

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @Override
    public void reset() {
        FAKE.reset();
        List.of(zone(), otherZone(), childZone()).forEach(name -> FAKE.addZone(name.toString()));
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net.", 300);
        FAKE.forbidden.add("foreign.example");
    }

    @Override
    public DnsProvider provider() {
        return new GandiProvider(
                Settings.of("token", FakeGandi.TOKEN, "endpoint", FAKE.endpoint()), ProviderContext.standard());
    }

    @Override
    public void put(DnsName zone, ZoneRecord record) {
        Duration ttl = (Duration) record.attributes().getOrDefault("ttl", Duration.ofSeconds(FakeGandi.DEFAULT_TTL));
        FAKE.put(
                zone.toString(),
                record.type().name(),
                NameForm.RELATIVE_AT.write(record.name(), zone),
                record.address().toString(),
                (int) ttl.toSeconds());
    }

    @Override
    public List<ZoneRecord> records(DnsName zone) {
        List<ZoneRecord> records = new ArrayList<>();
        FAKE.sets(zone.toString()).stream()
                .filter(set -> set.get("rrset_type").textValue().startsWith("A"))
                .forEach(set -> set.get("rrset_values")
                        .forEach(value -> records.add(ZoneRecord.of(
                                        NameForm.RELATIVE_AT
                                                .read(set.get("rrset_name").textValue(), zone)
                                                .orElseThrow(),
                                        IpAddress.parse(value.textValue()))
                                .withTtl(Duration.ofSeconds(set.get("rrset_ttl").asLong())))));
        return records;
    }

    @Override
    public void putText(DnsName name, String text) {
        FAKE.put(zone().toString(), "TXT", NameForm.RELATIVE_AT.write(name, zone()), text, 300);
    }

    @Override
    public Set<String> texts(DnsName name) {
        Set<String> texts = new HashSet<>();
        String relative = NameForm.RELATIVE_AT.write(name, zone());
        FAKE.sets(zone().toString()).stream()
                .filter(set -> set.get("rrset_type").textValue().equals("TXT")
                        && set.get("rrset_name").textValue().equals(relative))
                .forEach(set -> set.get("rrset_values").forEach(value -> texts.add(value.textValue())));
        return texts;
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/domains/{domain}");
    }

    /** Domains are asked for one by one. */
    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<Trouble> missingZone() {
        return Optional.of(zone -> {
            FAKE.removeZone(zone.toString());
            return () -> {};
        });
    }

    /** Domains of others are forbidden, and those of nobody are not found. */
    @Override
    public Optional<DnsName> foreignName() {
        return Optional.of(DnsName.of("host.foreign.example"));
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

    /** Rights are granted for whole domains. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(zone -> {
            FAKE.forbidden.add(zone.toString());
            return () -> FAKE.forbidden.clear();
        });
    }

    @Override
    public WireMockServer server() {
        return FAKE.server();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeGandi.TOKEN);
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeGandi.refusal(403, "HTTPForbidden", "Access was denied to this resource.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeGandi.refusal(404, "dns-record", "Can't find the DNS record in the zone")
                .answer();
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeGandi.invalid("rrset_values", reason).answer());
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeGandi.refusal(
                        401, "HTTPUnauthorized", "The server could not verify that you authorized to access it.")
                .answer();
    }
}
