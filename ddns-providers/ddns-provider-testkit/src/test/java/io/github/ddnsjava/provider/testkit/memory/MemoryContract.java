package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.ZoneProviderContract;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** The contract's harness around a {@link MemoryDns}; each test class says what the provider is able to do. */
public abstract class MemoryContract implements ZoneProviderContract {
    private final Abilities abilities;
    private final Map<DnsName, Set<String>> texts = new HashMap<>();
    private MemoryDns dns = new MemoryDns();

    public MemoryContract(Abilities.Builder abilities) {
        this.abilities = abilities.build();
    }

    public MemoryDns dns() {
        return dns;
    }

    public Abilities abilities() {
        return abilities;
    }

    @Override
    public void reset() {
        texts.clear();
        dns = new MemoryDns();
        dns.addZone(zone());
        dns.addZone(otherZone());
        dns.addZone(childZone());
        refusedName().ifPresent(dns::refuse);
    }

    @Override
    public DnsProvider provider() {
        return new MemoryProvider(dns, Settings.none(), abilities);
    }

    @Override
    public void put(DnsName zone, ZoneRecord record) {
        dns.put(zone, record);
    }

    @Override
    public List<ZoneRecord> records(DnsName zone) {
        return dns.records(zone);
    }

    @Override
    public void putText(DnsName name, String text) {
        texts.put(name, Set.of(text));
    }

    @Override
    public Set<String> texts(DnsName name) {
        return texts.getOrDefault(name, Set.of());
    }

    /** Removes the TXT records of a name, as the provider of a test may do by mistake. */
    public void removeTexts(DnsName name) {
        texts.remove(name);
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/zones");
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("GET memory/zones/{zone}/records");
    }

    @Override
    public void renewZone(DnsName zone) {
        dns.addZone(zone);
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.empty();
    }

    /** Its list comes in one piece, which may be as long as any. */
    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(50);
    }

    @Override
    public void addZone(DnsName zone) {
        dns.addZone(zone);
    }

    @Override
    public Optional<Trouble> missingZone() {
        return Optional.of(zone -> {
            dns.removeZone(zone);
            return () -> {};
        });
    }

    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.of(floor -> dns.minTtl(floor));
    }

    @Override
    public Optional<Runnable> ttlsIgnored() {
        return Optional.of(() -> dns.ignoreTtls());
    }

    @Override
    public Optional<Trouble> forbiddenName() {
        return forbiddenZone();
    }

    @Override
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(at -> {
            dns.forbid(at);
            return () -> {};
        });
    }

    @Override
    public Optional<Trouble> tooManyForZone() {
        return Optional.of(zone -> {
            dns.limit(zone, WAIT);
            return () -> {};
        });
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("refused.example.com"));
    }
}
