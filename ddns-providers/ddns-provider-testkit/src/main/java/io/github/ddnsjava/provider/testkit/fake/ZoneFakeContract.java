package io.github.ddnsjava.provider.testkit.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.HttpProviderContract;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.ZoneProviderContract;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The contract suite's harness around a {@link ZoneFake}. A test class adds the provider, its secrets, and what is the
 * vendor's own: which requests search and list, how many items a page has, and how refusals look.
 */
public interface ZoneFakeContract extends HttpProviderContract, ZoneProviderContract {
    /** The TTL of values that cases put without one. */
    Duration USUAL_TTL = Duration.ofMinutes(30);

    /** Returns the running fake. */
    ZoneFake fake();

    /** Empties the fake, and adds the three zones. */
    @Override
    default void reset() {
        fake().reset();
        List.of(zone(), otherZone(), childZone()).forEach(name -> fake().addZone(name.toString()));
    }

    @Override
    default void put(DnsName zone, ZoneRecord record) {
        Duration ttl = (Duration) record.attributes().getOrDefault(Attributes.TTL, USUAL_TTL);
        fake().put(
                        zone.toString(),
                        record.type().name(),
                        fake().members().form().write(record.name(), zone),
                        record.address().toString(),
                        (int) ttl.toSeconds());
    }

    @Override
    default List<ZoneRecord> records(DnsName zone) {
        ZoneFake.Members members = fake().members();
        List<ZoneRecord> records = new ArrayList<>();
        for (ObjectNode record : fake().records(zone.toString())) {
            if (record.get(members.type()).textValue().matches("A|AAAA")) {
                DnsName name = members.form()
                        .read(record.get(members.name()).textValue(), zone)
                        .orElseThrow();
                Duration ttl = Duration.ofSeconds(record.get(members.ttl()).asLong());
                fake().values(record).stream()
                        .flatMap(value -> IpAddress.tryParse(value).stream())
                        .forEach(value -> records.add(ZoneRecord.of(name, value).withTtl(ttl)));
            }
        }
        return records;
    }

    @Override
    default void putText(DnsName name, String text) {
        fake().put(zone().toString(), "TXT", fake().members().form().write(name, zone()), text, (int)
                USUAL_TTL.toSeconds());
    }

    @Override
    default Set<String> texts(DnsName name) {
        ZoneFake.Members members = fake().members();
        String written = members.form().write(name, zone());
        return fake().records(zone().toString()).stream()
                .filter(record -> record.get(members.type()).textValue().equals("TXT")
                        && record.get(members.name()).textValue().equals(written))
                .flatMap(record -> fake().values(record).stream())
                .collect(Collectors.toSet());
    }

    @Override
    default void addZone(DnsName zone) {
        fake().addZone(zone.toString());
    }

    @Override
    default void renewZone(DnsName zone) {
        fake().removeZone(zone.toString());
        fake().addZone(zone.toString());
    }

    @Override
    default Optional<Trouble> missingZone() {
        return Optional.of(zone -> {
            fake().removeZone(zone.toString());
            return () -> {};
        });
    }

    /** The fake raises TTLs. A vendor that refuses short ones, or does not show what it made of them, has none. */
    @Override
    default Optional<Consumer<Duration>> ttlFloor() {
        return Optional.of(floor -> fake().raiseTtls((int) floor.toSeconds()));
    }

    @Override
    default Optional<Runnable> ttlsIgnored() {
        return Optional.of(() -> fake().ignoreTtls());
    }

    @Override
    default Optional<Consumer<DnsName>> unreadableValue() {
        return Optional.of(name -> {
            for (RecordType type : RecordType.values()) {
                fake().put(
                                zone().toString(),
                                type.name(),
                                fake().members().form().write(name, zone()),
                                "Parked",
                                (int) USUAL_TTL.toSeconds());
            }
        });
    }

    @Override
    default WireMockServer server() {
        return fake().server();
    }
}
