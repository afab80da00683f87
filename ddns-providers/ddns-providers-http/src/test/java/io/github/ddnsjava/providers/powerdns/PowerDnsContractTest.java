package io.github.ddnsjava.providers.powerdns;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.provider.testkit.HttpProviderContract;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.ZoneProviderContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The testkit's demands on every provider with HTTP and zones, against a real PowerDNS. */
@Tag("servers")
class PowerDnsContractTest implements HttpProviderContract, ZoneProviderContract {
    private static PowerDns dns;

    @BeforeAll
    static void start() throws Exception {
        dns = PowerDns.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (dns != null) {
            dns.close();
        }
    }

    @Override
    public void reset() throws Exception {
        for (DnsName zone : List.of(zone(), otherZone(), childZone())) {
            dns.renew(zone.toString());
        }
        dns.add(zone().toString(), "cname.example.com", "CNAME", 300, "example.net.", false);
        dns.forgetCalls();
    }

    /** SQLite takes one writer at a time, and the server answers 500 to a second one: its calls come one by one. */
    @Override
    public DnsProvider provider() {
        ProviderContext standard = ProviderContext.standard();
        HttpTransport oneByOne = request -> {
            synchronized (dns) {
                return standard.http().exchange(request);
            }
        };
        return new PowerDnsProvider(
                dns.settings(), new ProviderContext(oneByOne, standard.clock(), standard.random(), standard.lookup()));
    }

    @Override
    public void put(DnsName zone, ZoneRecord record) throws Exception {
        Duration ttl = (Duration) record.attributes().getOrDefault("ttl", Duration.ofMinutes(5));
        dns.add(
                zone.toString(),
                record.name().toString(),
                record.type().name(),
                (int) ttl.toSeconds(),
                record.address().toString(),
                false);
    }

    @Override
    public List<ZoneRecord> records(DnsName zone) throws Exception {
        List<ZoneRecord> records = new ArrayList<>();
        for (JsonNode set : dns.sets(zone.toString())) {
            if (set.get("type").textValue().matches("A|AAAA")) {
                set.get("records")
                        .forEach(record -> records.add(ZoneRecord.of(
                                        DnsName.of(set.get("name").textValue()),
                                        IpAddress.parse(record.get("content").textValue()))
                                .withTtl(Duration.ofSeconds(set.get("ttl").asLong()))));
            }
        }
        return records;
    }

    @Override
    public void putText(DnsName name, String text) throws Exception {
        dns.add(zone().toString(), name.toString(), "TXT", 300, "\"" + text + "\"", false);
    }

    @Override
    public Set<String> texts(DnsName name) throws Exception {
        Set<String> texts = new HashSet<>();
        for (JsonNode set : dns.sets(zone().toString())) {
            if (set.get("type").textValue().equals("TXT")
                    && set.get("name").textValue().equals(name + ".")) {
                set.get("records")
                        .forEach(record ->
                                texts.add(record.get("content").textValue().replace("\"", "")));
            }
        }
        return texts;
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/servers/{server}/zones");
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/servers/{server}/zones/{zone}");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<Trouble> missingZone() {
        return Optional.of(zone -> {
            dns.drop(zone.toString());
            return () -> {};
        });
    }

    /** By its name, which is its id, it stays the same; only its records go. */
    @Override
    public void renewZone(DnsName zone) throws Exception {
        dns.renew(zone.toString());
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    @Override
    public WireMockServer server() {
        return dns.proxy();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(PowerDns.KEY);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return WireMock.aResponse()
                .withStatus(401)
                .withHeader("Content-Type", "text/plain; charset=utf-8")
                .withBody("Unauthorized");
    }
}
