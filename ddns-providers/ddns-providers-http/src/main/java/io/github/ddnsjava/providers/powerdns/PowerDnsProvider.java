package io.github.ddnsjava.providers.powerdns;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetFields;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Publishes to a PowerDNS Authoritative Server by its HTTP API: record sets, of which one atomic PATCH of the zone writes
 * as many as are wanted. Immutable and thread-safe.
 *
 * @see <a href="https://doc.powerdns.com/authoritative/http-api/zone.html">the vendor's reference</a>
 */
public final class PowerDnsProvider extends RecordSetsProvider {
    /** What is shown in pdns.conf may be the hash of a key. */
    private static final SettingSpec KEY = SettingSpec.secret("apiKey", "the key of the API: api-key in pdns.conf")
            .withoutSpacesAndNot(
                    "\\$scrypt\\$",
                    "the api-key of pdns.conf, without spaces and line breaks; if a hash stands there ($scrypt$…), the key"
                            + " that it was made from");

    private static final ErrorTable ERRORS = ErrorTable.of(Errors.json("error", "error"))
            .row(Meaning.NOT_FOUND, ProblemScope.ZONE, "Could not find domain*")
            .row(Meaning.INVALID, ProblemScope.ZONE, "Hosting backend does not support editing*")
            .status(Meaning.BAD_CREDENTIALS, 401)
            .hint("Hosting backend*", "use a backend of PowerDNS that can be written, for example gsqlite3")
            .hint(Meaning.BAD_CREDENTIALS, "apiKey must be the api-key of pdns.conf");

    /** The type {@code powerdns}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "powerdns", "PowerDNS Authoritative Server", "https://doc.powerdns.com/authoritative/http-api/")
            .settings(
                    KEY,
                    SettingSpec.required(
                                    "endpoint", "the base URL of the API, for example http://127.0.0.1:8081/api/v1")
                            .example("http://127.0.0.1:8081/api/v1"),
                    SettingSpec.optional("serverId", "the id of the server; default: localhost, which it always has"))
            .http("", settings -> Authorizer.header("X-API-Key", settings.secret(KEY)), ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ZERO))
                    .batch(new Abilities.Batch(1000, true))) // no limit is documented but that of the body, 2 MB
            .limits("none; a zone's list can have 4 MiB, which is some 30,000 record sets")
            .evidence("the vendor's documentation; tested with PowerDNS 4.7")
            .notes(
                    "Switch the API on in pdns.conf with webserver=yes, api=yes and an api-key. The server answers only"
                            + " clients in webserver-allow-from. The key has all rights on the server; there is no smaller"
                            + " one.",
                    "The server speaks plain HTTP. From another host, use a proxy with TLS; allowInsecure allows plain"
                            + " HTTP.",
                    "All changes of a zone are sent in one atomic call.",
                    "A new record without a TTL gets 5m. A change keeps disabled records, and comments. A zone that is a copy"
                            + " of another server's (Secondary, Consumer) is left alone.",
                    "If the zone has secondaries, its serial must change with each update: set soa_edit_api to DEFAULT, for"
                            + " example by pdnsutil set-meta ZONE SOA-EDIT-API DEFAULT. Zones that were made with pdnsutil do"
                            + " not have it.")
            .madeBy(PowerDnsProvider::new);

    private static final SetFields FIELDS = SetFields.of(NameForm.FULL_DOT, "name", "type", "records", "ttl")
            .valueAt("content", json -> !isDisabled(json));
    private static final String ZONE = "/servers/{server}/zones/{zone}";
    private static final Duration NEW_TTL = Duration.ofMinutes(5);

    /** The server would accept an edit of such a zone, and lose it at the next transfer. */
    private static final Set<String> COPIES = Set.of("Slave", "Secondary", "Consumer");

    private final String serverId;

    /** Creates one by its settings. */
    public PowerDnsProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
        serverId = settings.optionalText("serverId").orElse("localhost");
    }

    /** A zone that is not there is an empty list. */
    @Override
    protected Zones zones() {
        return Zones.probed((name, http) -> {
            JsonReader found = http.get("/servers/{server}/zones", serverId)
                    .query("zone", name + ".")
                    .sendIfPresent()
                    .orElseThrow(() -> RejectedException.invalid(
                            ProblemScope.ACCOUNT,
                            "there is no API of PowerDNS: check that endpoint ends with /api/v1, that serverId is right, and"
                                    + " that pdns.conf has api=yes"));
            return Zone.all(found.asList(), "name", "id").stream()
                    .filter(zone -> zone.name().equals(name))
                    .findFirst();
        });
    }

    /** The whole zone: a filter would hide the disabled records, which the write would then delete. */
    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        JsonReader json = http.get(ZONE, serverId, zone.id()).send();
        Listing listing = FIELDS.listing(zone, json.get("rrsets").asList()).withHandle(json);
        String kind = json.get("kind").asText();
        if (COPIES.contains(kind)) {
            listing.handsOff(keys, "its zone is a copy (" + kind + ") of another server's; publish to that server");
        }
        return listing;
    }

    private static boolean isDisabled(JsonReader json) {
        return json.get("disabled").asBoolean();
    }

    /** A set without records is deleted. */
    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        int status = http.patch(ZONE, serverId, zone.id())
                .json(body -> body.array(
                        "rrsets",
                        writes,
                        (json, set) -> FIELDS.put(json, zone, set)
                                .put("changetype", "REPLACE")
                                .put("ttl", set.ttl().orElse(NEW_TTL))
                                .array(
                                        "records",
                                        records(set, listing).entrySet(),
                                        (record, value) -> record.put("content", value.getKey())
                                                .put("disabled", value.getValue()))))
                .exchange()
                .status();
        if (status != 204) {
            throw new ProtocolException(
                    "PATCH of the zone " + zone + ": HTTP " + status + " is no success of PowerDNS");
        }
        return results(writes, set -> set.appliedWithTtl(NEW_TTL));
    }

    /** Returns all records that the set is to have, each with whether it is disabled. */
    private static Map<String, Boolean> records(SetWrite set, Listing listing) {
        Map<String, Boolean> records = new TreeMap<>();
        for (JsonReader there : listing.handle(JsonReader.class).get("rrsets").asList()) {
            if (there.get("name").asText().equals(set.name() + ".")
                    && there.get("type").asText().equals(set.type().name())) {
                there.get("records").asList().stream()
                        .filter(PowerDnsProvider::isDisabled)
                        .forEach(json -> records.put(json.get("content").asText(), true));
            }
        }
        set.values().forEach(address -> records.put(address.toString(), false));
        return records;
    }
}
