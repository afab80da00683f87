package io.github.ddnsjava.providers.cloudflare;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.HoldRule;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneDnsProvider;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Publishes to Cloudflare DNS. Values are single records with ids; a change is a PATCH, which keeps everything about a
 * record that it does not name. Several changes are sent in one batch, which is applied completely or not at all.
 * Immutable and thread-safe.
 *
 * @see <a href="https://developers.cloudflare.com/api/resources/dns/subresources/records/">the vendor's reference</a>
 */
final class CloudflareProvider extends ZoneDnsProvider {
    /** The limit of the smallest plan; others allow 3,500. */
    private static final int MAX_BATCH = 200;

    private final CloudflareApi api;
    private final Optional<String> zoneId;

    /**
     * Makes one.
     *
     * @param zoneId the id of the only zone; empty to look zones up
     */
    CloudflareProvider(String account, Settings settings, CloudflareApi api, Optional<String> zoneId) {
        super(account, settings, whatItCan());
        this.api = api;
        this.zoneId = zoneId;
    }

    private static Abilities whatItCan() {
        return Abilities.builder()
                .read()
                .delete()
                .marker()
                .wildcard()
                .multiValue()
                .attribute(new AttributeSpec(
                        Attributes.TTL,
                        AttributeSpec.Type.DURATION,
                        Duration.ofMinutes(1),
                        Duration.ofDays(1),
                        Set.of(CloudflareRecords.AUTOMATIC_TTL),
                        "time to live; 1s means automatic, which is what a proxied record always has"))
                .attribute(AttributeSpec.of(
                        CloudflareRecords.PROXIED,
                        AttributeSpec.Type.FLAG,
                        "whether visitors reach the address through Cloudflare's network"))
                .attribute(AttributeSpec.of(
                        CloudflareRecords.COMMENT,
                        AttributeSpec.Type.TEXT,
                        "a comment; a record's marker takes its place"))
                .attribute(AttributeSpec.of(
                        CloudflareRecords.TAGS, AttributeSpec.Type.TEXTS, "tags, as in team:web; not in the free plan"))
                .batch(new Abilities.Batch(MAX_BATCH, true))
                .rateLimit(1200, Duration.ofMinutes(5))
                .holdRule(HoldRule.HOURS)
                .build();
    }

    /** Requests the whole list, which is usually one page. If this needs fewer requests, asks for each name instead. */
    @Override
    protected List<Zone> zones(Set<DnsName> candidates, Publication publication) throws InterruptedException {
        if (zoneId.isPresent()) {
            return List.of(zoneOfSetting(zoneId.get(), candidates, publication));
        }
        Map<DnsName, Zone> zones = new LinkedHashMap<>();
        Consumer<JsonReader> add = json -> CloudflareRecords.name(json).ifPresent(name -> {
            // A domain that moves between two accounts is in both; the active one is asked by the world.
            if (!zones.containsKey(name) || json.get("status").asText().equals("active")) {
                zones.put(name, new Zone(name, json.get("id").asText()));
            }
        });
        if (candidates.size() > 1 && CloudflarePages.read(() -> api.zones(publication), candidates.size(), add)) {
            if (zones.isEmpty()) {
                throw new RejectedException(
                        RejectedException.Reason.NOT_FOUND,
                        "Cloudflare accepts the credentials but shows them no zone; give the token the permission Zone,"
                                + " Zone, Read for the zone, or set zoneId");
            }
            return List.copyOf(zones.values());
        }
        for (DnsName candidate : candidates) {
            CloudflarePages.read(() -> api.zones(publication).query("name", candidate), Integer.MAX_VALUE, add);
        }
        return List.copyOf(zones.values());
    }

    /** The zone's name is asked for only where the records do not tell it. */
    private Zone zoneOfSetting(String id, Set<DnsName> candidates, Publication publication)
            throws InterruptedException {
        if (candidates.size() == 1) {
            return new Zone(candidates.iterator().next(), id);
        }
        try {
            return new Zone(DnsName.of(api.zone(id, publication).get("name").asText()), id);
        } catch (AuthenticationException e) {
            throw new AuthenticationException(
                    e.scope(),
                    e.getMessage() + "; or set zone at each record, then the name of zoneId is not asked for");
        }
    }

    /** Asks for the whole list; name by name where that is less. */
    @Override
    protected List<ZoneRecord> records(Zone zone, Set<DnsName> names, Publication publication)
            throws InterruptedException {
        Map<String, ZoneRecord> found = new LinkedHashMap<>();
        Consumer<JsonReader> add = json -> CloudflareRecords.name(json).ifPresent(name -> {
            checkWithin(zone, name);
            if (names.contains(name) && CloudflareRecords.isAddress(json)) {
                ZoneRecord record = CloudflareRecords.read(name, json);
                found.put(record.id(), record);
            }
        });
        // Only the whole list shows whether an id from the settings is that of another zone.
        boolean whole = names.size() > 1 || zoneId.isPresent();
        if (!whole || !CloudflarePages.read(() -> api.records(zone.id(), publication), names.size(), add)) {
            for (DnsName name : names) {
                CloudflarePages.read(
                        () -> api.records(zone.id(), publication).query("name", name), Integer.MAX_VALUE, add);
            }
        }
        return List.copyOf(found.values());
    }

    /**
     * Refuses names outside the zone. Cloudflare treats a name outside the zone as a relative name, and appends the
     * name of the zone.
     */
    private static void checkWithin(Zone zone, DnsName name) {
        if (!name.isWithin(zone.name())) {
            throw new RejectedException(
                    RejectedException.Reason.INVALID,
                    "zone " + zone.id() + " is not " + zone.name() + ", because it contains " + name
                            + "; check the setting zoneId and the record's zone");
        }
    }

    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Publication publication)
            throws InterruptedException {
        List<SetWrite> possible =
                writes.stream().map(CloudflareRecords::withoutVainUpdates).toList();
        Map<RecordKey, ChangeResult> results = new HashMap<>();
        List<ZoneRecord> written = send(zone, possible, publication);
        possible.forEach(write -> results.put(write.change().key(), result(write, written)));
        return results;
    }

    private List<ZoneRecord> send(Zone zone, List<SetWrite> writes, Publication publication)
            throws InterruptedException {
        return api.send(CloudflareOperations.of(writes), zone.id(), publication).stream()
                .flatMap(json -> CloudflareRecords.name(json).map(name -> CloudflareRecords.read(name, json)).stream())
                .toList();
    }

    /** Applied is what Cloudflare's answer shows, address by address. */
    private static ChangeResult result(SetWrite write, List<ZoneRecord> written) {
        Set<IpAddress> wanted = write.change().addresses();
        if (write.size() == 0) {
            return new ChangeResult.AlreadyRight(attributes(write.present(), wanted));
        }
        List<ZoneRecord> ours = written.stream()
                .filter(record -> record.name().equals(write.name()) && record.type() == write.type())
                .toList();
        Set<IpAddress> shown = ours.stream().map(ZoneRecord::address).collect(Collectors.toSet());
        Set<IpAddress> missing = new TreeSet<>();
        write.creates().forEach(create -> missing.add(create.address()));
        write.updates().forEach(update -> missing.add(update.address()));
        missing.removeAll(shown);
        if (!missing.isEmpty()) {
            return new ChangeResult.Unknown(Problem.of(
                    ProblemKind.PROTOCOL,
                    "Cloudflare reports success, but its answer does not show " + write.name() + " with " + missing));
        }
        return applied(write, attributes(ours.isEmpty() ? write.present() : ours, wanted));
    }

    /** Returns the attributes of the first record with one of these addresses; none where there is no such record. */
    private static Map<String, Object> attributes(List<ZoneRecord> records, Set<IpAddress> addresses) {
        return records.stream()
                .filter(record -> addresses.contains(record.address()))
                .findFirst()
                .map(ZoneRecord::attributes)
                .orElse(Map.of());
    }
}
