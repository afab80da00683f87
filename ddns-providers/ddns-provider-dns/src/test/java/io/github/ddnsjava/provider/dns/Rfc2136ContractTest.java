package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.ZoneProviderContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** What every provider with zones must do, against a real BIND. */
@Tag("servers")
class Rfc2136ContractTest implements ZoneProviderContract {
    private static Bind bind;

    @BeforeAll
    static void start() throws Exception {
        bind = Bind.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (bind != null) {
            bind.close();
        }
    }

    @Override
    public void reset() throws Exception {
        bind.reset();
        bind.add("example.com", "alias.example.com 300 CNAME static.example.com.");
    }

    @Override
    public DnsProvider provider() {
        return new Rfc2136Factory().create("rfc2136", bind.settings(Bind.ZONE_KEY), ProviderContext.standard());
    }

    @Override
    public void put(DnsName zone, ZoneRecord record) throws Exception {
        Object ttl = record.attributes().getOrDefault(Attributes.TTL, Duration.ofMinutes(5));
        bind.add(
                zone.toString(),
                record.name() + " " + ((Duration) ttl).toSeconds() + " " + record.type() + " " + record.address());
    }

    @Override
    public List<ZoneRecord> records(DnsName zone) throws Exception {
        return bind.transfer(zone.toString()).stream()
                .filter(record -> record.getType() == Type.A || record.getType() == Type.AAAA)
                .map(record -> new ZoneRecord(
                        "",
                        DnsName.of(record.getName().toString()),
                        IpAddress.of(record.rdataToWireCanonical()),
                        Map.of(Attributes.TTL, Duration.ofSeconds(record.getTTL())),
                        Optional.empty()))
                .toList();
    }

    @Override
    public void putText(DnsName name, String text) throws Exception {
        bind.add(zone().toString(), name + " 300 TXT \"" + text + "\"");
    }

    @Override
    public Set<String> texts(DnsName name) throws Exception {
        Set<String> texts = new HashSet<>();
        for (Record record : bind.transfer(zone().toString())) {
            if (record instanceof TXTRecord txt && record.getName().equals(RecordSet.name(name))) {
                texts.addAll(txt.getStrings());
            }
        }
        return texts;
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("alias.example.com"));
    }

    @Override
    public boolean isWrite(String exchange) {
        return exchange.startsWith("UPDATE");
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of(" SOA");
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    /** This server's zones are those of its configuration. */
    @Override
    public Optional<Trouble> missingZone() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(Bind.SECRET);
    }

    /** By its name, which is its id, it stays the same; only its records go. */
    @Override
    public void renewZone(DnsName zone) throws Exception {
        reset();
    }
}
