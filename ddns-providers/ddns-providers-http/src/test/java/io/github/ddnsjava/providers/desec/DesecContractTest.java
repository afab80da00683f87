package io.github.ddnsjava.providers.desec;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemScope;
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
class DesecContractTest implements HttpProviderContract, ZoneProviderContract {
    private static final FakeDesec FAKE = FakeDesec.running();
    private static final NameForm FORM = NameForm.RELATIVE_EMPTY;

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @Override
    public void reset() {
        FAKE.reset();
        List.of(zone(), otherZone(), childZone()).forEach(name -> FAKE.addZone(name.toString(), 60));
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net.", 3600);
    }

    @Override
    public DnsProvider provider() {
        return new DesecProvider(
                Settings.of("token", FakeDesec.TOKEN, "endpoint", FAKE.endpoint()), ProviderContext.standard());
    }

    @Override
    public void put(DnsName zone, ZoneRecord record) {
        Duration ttl = (Duration) record.attributes().getOrDefault("ttl", Duration.ofHours(1));
        FAKE.put(
                zone.toString(),
                record.type().name(),
                FORM.write(record.name(), zone),
                record.address().toString(),
                (int) ttl.toSeconds());
    }

    @Override
    public List<ZoneRecord> records(DnsName zone) {
        List<ZoneRecord> records = new ArrayList<>();
        FAKE.sets(zone.toString()).stream()
                .filter(set -> set.get("type").textValue().startsWith("A"))
                .forEach(set -> set.get("records")
                        .forEach(value -> records.add(ZoneRecord.of(
                                        FORM.read(set.get("subname").textValue(), zone)
                                                .orElseThrow(),
                                        IpAddress.parse(value.textValue()))
                                .withTtl(Duration.ofSeconds(set.get("ttl").asLong())))));
        return records;
    }

    @Override
    public void putText(DnsName name, String text) {
        FAKE.put(zone().toString(), "TXT", FORM.write(name, zone()), text, 3600);
    }

    @Override
    public Set<String> texts(DnsName name) {
        Set<String> texts = new HashSet<>();
        String subname = FORM.write(name, zone());
        FAKE.sets(zone().toString()).stream()
                .filter(set -> set.get("type").textValue().equals("TXT")
                        && set.get("subname").textValue().equals(subname))
                .forEach(set -> set.get("records").forEach(value -> texts.add(value.textValue())));
        return texts;
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/domains/");
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/domains/{domain}/rrsets/");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(FakeDesec.PAGE);
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(FakeDesec.PAGE);
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
    public ResponseDefinitionBuilder forbidden() {
        return FakeDesec.refusal(403, "You do not have permission to perform this action.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeDesec.refusal(404, "Not found.").answer();
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeDesec.refusal(400, reason).answer());
    }

    @Override
    public void renewZone(DnsName zone) {
        FAKE.removeZone(zone.toString());
        FAKE.addZone(zone.toString(), 60);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** A policy of the token. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.of(name -> {
            FAKE.denied.add(FORM.write(name, zone()));
            return FAKE.denied::clear;
        });
    }

    @Override
    public Optional<Trouble> tooManyForZone() {
        return Optional.of(zone -> {
            FAKE.throttled.put(zone.toString(), WAIT);
            return FAKE.throttled::clear;
        });
    }

    @Override
    public ProblemScope writesLimitedPer() {
        return ProblemScope.ZONE;
    }

    @Override
    public WireMockServer server() {
        return FAKE.server();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeDesec.TOKEN);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeDesec.refusal(401, "Invalid token.").answer();
    }
}
