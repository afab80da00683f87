package io.github.ddnsjava.providers.cloudflare;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.SingleRecordsProvider;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Publishes to Cloudflare DNS. Values are single records with ids; a change is a PATCH, which keeps everything about a
 * record that it does not name. Several changes are sent in one batch, which is applied completely or not at all.
 * Immutable and thread-safe.
 *
 * @see <a href="https://developers.cloudflare.com/api/resources/dns/subresources/records/">the vendor's reference</a>
 */
final class CloudflareProvider extends SingleRecordsProvider {
    private static final String RECORDS = "/zones/{zone}/dns_records";
    private static final String RECORD = RECORDS + "/{record}";
    private static final int ZONES_PER_PAGE = 50;
    private static final int RECORDS_PER_PAGE = 1000;
    /** The limit of the smallest plan; others allow 3,500. */
    private static final int MAX_BATCH = 200;

    private final Optional<String> zoneId;

    /**
     * Makes one.
     *
     * @param zoneId the id of the only zone; empty to look zones up
     */
    CloudflareProvider(Settings settings, ProviderEndpoint endpoint, Optional<String> zoneId) {
        super(settings, endpoint.judgedBy(CloudflareErrors.TABLE), whatItCan());
        this.zoneId = zoneId;
    }

    static Abilities whatItCan() {
        return Abilities.forZones()
                .marker()
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
                .build();
    }

    @Override
    protected Zones zones() {
        return Zones.chosen(this::zonesAmong)
                .withHint("check that the credentials have the permission Zone, Zone, Read for its zone, or the setting"
                        + " zoneId");
    }

    private List<Zone> zonesAmong(Set<DnsName> candidates, ProviderHttp http) throws InterruptedException {
        if (zoneId.isPresent()) {
            return List.of(zoneOfSetting(zoneId.get(), candidates, http));
        }
        Map<DnsName, Zone> zones = new LinkedHashMap<>();
        for (JsonReader json : read(() -> http.get("/zones"), ZONES_PER_PAGE, candidates, candidates.size() > 1)) {
            // A domain that moves between two accounts is in both; the active one is asked by the world.
            CloudflareRecords.name(json)
                    .filter(name -> !zones.containsKey(name)
                            || json.get("status").asText().equals("active"))
                    .ifPresent(name ->
                            zones.put(name, new Zone(name, json.get("id").asText())));
        }
        return List.copyOf(zones.values());
    }

    /**
     * Reads a list: the whole, which mostly is one page, or by name where that is less.
     *
     * @param whole whether the whole list is begun, and given up if it has more pages than there are names
     * @return the items, among which some may be twice
     */
    private static List<JsonReader> read(Supplier<ProviderRequest> list, int size, Set<DnsName> names, boolean whole)
            throws InterruptedException {
        List<JsonReader> items = new ArrayList<>();
        AtomicBoolean byName = new AtomicBoolean(!whole);
        if (whole) {
            items.addAll(list.get().all(pages(size, 1L + names.size(), byName), "result"));
        }
        if (byName.get()) {
            Pages pages = pages(size, Long.MAX_VALUE, byName);
            for (DnsName name : names) {
                items.addAll(list.get().query("name", name).all(pages, "result"));
            }
        }
        return items;
    }

    private static Pages pages(int size, long most, AtomicBoolean givenUp) {
        return Pages.numberedTo("page", "per_page", size, page -> {
            long pages = page.at("result_info/total_pages").asLong();
            if (pages > most) {
                givenUp.set(true);
            }
            return pages > most ? 1 : pages;
        });
    }

    /** The zone's name is asked for only where the records do not tell it. */
    private Zone zoneOfSetting(String id, Set<DnsName> candidates, ProviderHttp http) throws InterruptedException {
        if (candidates.size() == 1) {
            return new Zone(candidates.iterator().next(), id);
        }
        try {
            JsonReader zone = endpoint()
                    .on(http.publication(), ProblemScope.ZONE)
                    .get("/zones/{zone}", id)
                    .send();
            return new Zone(DnsName.of(zone.at("result/name").asText()), id);
        } catch (AuthenticationException e) {
            throw new AuthenticationException(
                    e.scope(),
                    e.getMessage() + "; or set zone at each record, then the name of zoneId is not asked for");
        }
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Set<DnsName> names = keys.stream().map(RecordKey::name).collect(Collectors.toCollection(TreeSet::new));
        // Only the whole list shows whether an id from the settings is that of another zone.
        boolean whole = names.size() > 1 || zoneId.isPresent();
        Listing listing = new Listing();
        Map<String, ZoneRecord> byId = new LinkedHashMap<>(); // one that moves to the next page meanwhile comes twice
        for (JsonReader json : read(() -> http.get(RECORDS, zone.id()), RECORDS_PER_PAGE, names, whole)) {
            CloudflareRecords.name(json).ifPresent(name -> {
                checkWithin(zone, name);
                if (names.contains(name) && CloudflareRecords.isAddress(json)) {
                    listing.addSet(name, json.get("type").asText(), type -> {
                        byId.put(json.get("id").asText(), CloudflareRecords.read(name, json));
                        return List.of();
                    });
                }
            });
        }
        byId.values().forEach(listing::add);
        return listing;
    }

    /**
     * Refuses names outside the zone. Cloudflare treats a name outside the zone as a relative name, and appends the
     * name of the zone.
     */
    private static void checkWithin(Zone zone, DnsName name) {
        if (!name.isWithin(zone.name())) {
            throw RejectedException.invalid("zone " + zone.id() + " is not " + zone.name() + ", because it contains "
                    + name + "; check the setting zoneId and the record's zone");
        }
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        JsonReader answer = http.post(RECORDS, zone.id())
                .json(body -> CloudflareRecords.fill(body, value))
                .send();
        return CloudflareRecords.written(answer.get("result"));
    }

    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        JsonReader answer = http.patch(RECORD, zone.id(), value.id())
                .json(body -> CloudflareRecords.fill(body, value))
                .send();
        return CloudflareRecords.written(answer.get("result"));
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.delete(RECORD, zone.id(), value.id()).send();
    }

    /** Carries out a single change by its own call, and several in a batch. */
    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        List<SetWrite> possible =
                writes.stream().map(CloudflareRecords::withoutVainUpdates).toList();
        Map<RecordKey, ChangeResult> results = new HashMap<>();
        possible.stream()
                .filter(vain -> vain.size() == 0)
                .forEach(vain -> results.put(
                        vain.change().key(), new ChangeResult.AlreadyRight(effective(vain, vain.present()))));
        List<SetWrite> toWrite =
                possible.stream().filter(write -> write.size() > 0).toList();
        if (toWrite.stream().mapToInt(SetWrite::size).sum() <= 1) {
            results.putAll(super.write(zone, toWrite, listing, http));
            return results;
        }
        List<ZoneRecord> made = batch(zone, toWrite, http);
        for (SetWrite write : toWrite) {
            List<ZoneRecord> own = made.stream()
                    .filter(value -> value.name().equals(write.name()) && value.type() == write.type())
                    .toList();
            results.put(write.change().key(), write.result(own));
        }
        return results;
    }

    private static List<ZoneRecord> batch(Zone zone, List<SetWrite> writes, ProviderHttp http)
            throws InterruptedException {
        JsonReader result = http.post(RECORDS + "/batch", zone.id())
                .json(body -> body.array(
                                "deletes", all(writes, SetWrite::deletes), (json, value) -> json.put("id", value.id()))
                        .array(
                                "patches",
                                all(writes, SetWrite::valueUpdates),
                                (json, value) -> CloudflareRecords.fill(json.put("id", value.id()), value))
                        .array("posts", all(writes, SetWrite::valueCreates), CloudflareRecords::fill))
                .send()
                .get("result");
        return Stream.of("patches", "posts")
                .flatMap(kind -> result.get(kind).optional().stream())
                .flatMap(values -> values.asList().stream())
                .map(CloudflareRecords::written)
                .toList();
    }

    private static <T> List<T> all(List<SetWrite> writes, Function<SetWrite, List<T>> part) {
        return writes.stream().map(part).flatMap(List::stream).toList();
    }
}
