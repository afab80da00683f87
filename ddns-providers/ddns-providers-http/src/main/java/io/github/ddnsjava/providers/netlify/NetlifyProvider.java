package io.github.ddnsjava.providers.netlify;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordFields;
import io.github.ddnsjava.publish.support.SingleRecordsProvider;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes to Netlify's DNS: single records with ids and whole names. No call changes a record: a new one is created, and
 * then the old one is deleted. Immutable and thread-safe.
 *
 * @see <a href="https://open-api.netlify.com/">the vendor's reference</a>
 */
public final class NetlifyProvider extends SingleRecordsProvider {
    private static final SettingSpec TOKEN = SettingSpec.secret("token", "a personal access token")
            .inForm(
                    "[A-Za-z0-9_-]{16,}",
                    "a personal access token, as the user settings show it once under Applications, Personal access"
                            + " tokens: without \"Bearer\" and spaces");

    /** A list has no errors; a record that was refused has its own. */
    private static final ErrorTable ERRORS = ErrorTable.of(
                    Errors.both(Errors.json("code", "message"), Errors.fields("errors")))
            .successUnlessNamed()
            .limitsEndBy("X-RateLimit-Reset")
            .hint(
                    Meaning.BAD_CREDENTIALS,
                    "the token is wrong or has expired; make a new one in the user settings under Applications, Personal"
                            + " access tokens");

    /** The type {@code netlify}. */
    public static final ProviderType TYPE = ProviderType.of("netlify", "Netlify", "https://open-api.netlify.com/")
            .settings(
                    TOKEN,
                    SettingSpec.optional("accountSlug", "the team whose zones are searched; usually all teams are"))
            .http(
                    "https://api.netlify.com/api/v1",
                    settings -> Authorizer.bearer(settings.secret(TOKEN)).within(settings.optionalText("accountSlug")),
                    ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofSeconds(1), Duration.ofDays(7)))
                    .rateLimit(500, Duration.ofMinutes(1)))
            .limits("500 requests a minute")
            .evidence(
                    "the vendor's OpenAPI description; clients of others; tested with a strict fake. The forms of errors are"
                            + " from the description alone")
            .notes(
                    "Make the token in the user settings under Applications, Personal access tokens.",
                    "A new record without a TTL gets 1h.",
                    "The service cannot change a record. A new one is created first, and then the old one is deleted, so"
                            + " that a name is never without an address.",
                    "Left alone are names that Netlify points at a site (NETLIFY records), and managed records.")
            .madeBy(NetlifyProvider::new);

    private static final Pages PAGES = Pages.linkHeader();
    private static final String RECORDS = "/dns_zones/{zone}/dns_records";

    /** The TTL of a record is null where none was set. */
    private static final RecordFields FIELDS = RecordFields.of(NameForm.FULL, "hostname", "type", "value")
            .id("id")
            .optionalTtl("ttl")
            .standsAlone(
                    json -> json.get("type").asText().startsWith("NETLIFY"),
                    "Netlify points it at a site; remove that in the panel first")
            .handsOff(json -> json.get("managed").asBoolean(false), "it has a record that Netlify manages");

    private final Optional<String> team;

    /** Creates one by its settings. */
    public NetlifyProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
        team = settings.optionalText("accountSlug");
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> Zone.all(
                http.get("/dns_zones")
                        .query("per_page", 100)
                        .query("account_slug", team)
                        .all(PAGES, ""),
                "name",
                "id"));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        return FIELDS.listing(
                zone, http.get(RECORDS, zone.id()).query("per_page", 100).all(PAGES, ""));
    }

    @Override
    protected boolean changesValues() {
        return false;
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.create(http.post(RECORDS, zone.id()), zone, value, "");
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.delete(RECORDS + "/{record}", zone.id(), value.id()).send();
    }
}
