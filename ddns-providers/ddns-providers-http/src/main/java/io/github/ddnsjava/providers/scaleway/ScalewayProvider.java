package io.github.ddnsjava.providers.scaleway;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordFields;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes to Scaleway: records of which one PATCH of the zone sets all values of as many names and types as are wanted.
 * Immutable and thread-safe.
 *
 * @see <a href="https://www.scaleway.com/en/developers/api/domains-and-dns/">the vendor's reference</a>
 */
public final class ScalewayProvider extends RecordSetsProvider {
    private static final SettingSpec SECRET_KEY = SettingSpec.secret(
                    "secretKey", "the secret key of an API key, which may change DNS zones")
            .guid("the secret key of an API key, as the console shows it once under IAM: a UUID, and not the access key"
                    + " (SCW…)");

    /** The error, and what it says of each argument. */
    private static final ErrorTable ERRORS = ErrorTable.of(Errors.both(
                    Errors.json("type", "message"), Errors.jsonList("details", "argument_name", "help_message")))
            .rowIf(
                    Meaning.NOT_FOUND,
                    ProblemScope.ZONE,
                    error -> error.message().equals("domain not found"))
            .row(Meaning.BAD_CREDENTIALS, "denied_authentication")
            .row(Meaning.NO_PERMISSION, "permissions_denied")
            .row(Meaning.NOT_FOUND, "not_found", "unknown_resource")
            .row(Meaning.QUOTA, "quotas_exceeded")
            .row(Meaning.TRANSIENT, "transient_state", "locked")
            .status(Meaning.TRANSIENT, 409)
            .status(Meaning.TRANSIENT, 423)
            .permissionsPer(ProblemScope.ZONE)
            .hint(Meaning.BAD_CREDENTIALS, "the secret key is wrong, or its API key was deleted or has expired")
            .hint(
                    Meaning.NO_PERMISSION,
                    "the owner of the API key needs the permission set DomainsDNSFullAccess for the project of the domain");

    /** The type {@code scaleway}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "scaleway", "Scaleway", "https://www.scaleway.com/en/developers/api/domains-and-dns/")
            .settings(SECRET_KEY)
            .http(
                    "https://api.scaleway.com/domain/v2beta1",
                    settings -> Authorizer.header("X-Auth-Token", settings.secret(SECRET_KEY)),
                    ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofMinutes(1)))
                    .batch(new Abilities.Batch(100, true))) // no limit is documented
            .limits("not published")
            .evidence("the vendor's SDK; recorded traffic; tested with a strict fake")
            .notes(
                    "Make an API key in the console under IAM. Its owner needs the permission set DomainsDNSFullAccess. The"
                            + " access key (SCW…) is not needed.",
                    "A new record without a TTL gets 1h.",
                    "A change keeps the comments. A name with an ALIAS record is left alone. So is a record set whose answers"
                            + " depend on the place, on weights, on an HTTP check or on the network of who asks.",
                    "All changes of a zone are sent in one call.")
            .madeBy(ScalewayProvider::new);

    private static final NameForm FORM = NameForm.RELATIVE_EMPTY;
    private static final Pages PAGES = Pages.numbered(
            "page", "page_size", 100, page -> page.get("total_count").optional().map(JsonReader::asLong));
    private static final String RECORDS = "/dns-zones/{zone}/records";
    private static final String DYNAMIC = "it has a dynamic record, which only the console can change: ";
    /** Each record that is sent needs a TTL; this is the vendor's default. A write would have to repeat what is dynamic. */
    private static final RecordFields FIELDS = RecordFields.of(FORM, "name", "type", "data")
            .id("id")
            .ttl("ttl", Duration.ofHours(1))
            .standsAlone(Set.of("ALIAS"))
            .handsOff(json -> json.get("geo_ip_config").isPresent(), DYNAMIC + "geo_ip_config")
            .handsOff(json -> json.get("http_service_config").isPresent(), DYNAMIC + "http_service_config")
            .handsOff(json -> json.get("weighted_config").isPresent(), DYNAMIC + "weighted_config")
            .handsOff(json -> json.get("view_config").isPresent(), DYNAMIC + "view_config");

    /** Creates one by its settings. */
    public ScalewayProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    /** A part of a domain can be a zone of its own. */
    @Override
    protected Zones zones() {
        return Zones.listed(http -> http.get("/dns-zones").all(PAGES, "dns_zones").stream()
                .flatMap(json -> {
                    String part = json.get("subdomain").asText();
                    String domain = json.get("domain").asText();
                    return Zone.named(part.isEmpty() ? domain : part + "." + domain).stream();
                })
                .toList());
    }

    /**
     * The name of the apex is empty, so that it makes no filter. That the filter knows wildcards is not documented; what it
     * hid would be lost.
     */
    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Optional<DnsName> name = onlyPlainName(keys).filter(only -> !only.equals(zone.name()));
        return FIELDS.listing(
                zone,
                http.get(RECORDS, zone.id())
                        .query("name", name.map(only -> FORM.write(only, zone.name())))
                        .all(PAGES, "records"));
    }

    /** The answer has the records that were set. */
    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        JsonReader answer = http.patch(RECORDS, zone.id())
                .json(body -> body.put("return_all_records", false)
                        .put("disallow_new_zone_creation", true)
                        .array("changes", writes, (change, set) -> fill(zone, set, change)))
                .send();
        return results(writes, FIELDS.listing(zone, answer.get("records").asList()));
    }

    /** Each record has a TTL and a comment of its own. */
    private static void fill(Zone zone, SetWrite set, JsonBody change) {
        change.object(set.removesAll() ? "delete" : "set", body -> {
            body.object(
                    "id_fields",
                    id -> id.put("name", FORM.write(set.name(), zone.name())).put("type", set.type()));
            if (!set.removesAll()) {
                body.array("records", set.allValues(), (record, value) -> {
                    FIELDS.put(record, zone, value);
                    value.before().ifPresent(old -> old.repeat(record, "comment"));
                });
            }
        });
    }
}
