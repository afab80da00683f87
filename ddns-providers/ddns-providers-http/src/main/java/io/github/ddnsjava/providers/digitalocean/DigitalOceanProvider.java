package io.github.ddnsjava.providers.digitalocean;

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
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordFields;
import io.github.ddnsjava.publish.support.SingleRecordsProvider;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.Set;

/**
 * Publishes to DigitalOcean's DNS: single records with ids, whose names are relative to the zone. A change is a PATCH,
 * which keeps what it does not name. Immutable and thread-safe.
 *
 * @see <a href="https://docs.digitalocean.com/reference/api/reference/domains/">the vendor's reference</a>
 */
public final class DigitalOceanProvider extends SingleRecordsProvider {
    /** Tokens of newer make begin with dop_v1_ or doo_v1_; dor_v1_ begins one that only makes others. */
    private static final SettingSpec TOKEN = SettingSpec.secret(
                    "token", "a personal access token with the scopes domain:read, create, update and delete")
            .withoutSpacesAndNot(
                    "dor_v1_",
                    "a personal access token, as the control panel shows it once under API, Tokens: without \"Bearer\","
                            + " spaces and line breaks, and no refresh token");

    private static final ErrorTable ERRORS = ErrorTable.of(Errors.json("id", "message"))
            .successUnlessNamed()
            .row(Meaning.BAD_CREDENTIALS, "unauthorized")
            .row(Meaning.NO_PERMISSION, "forbidden")
            .limitsEndBy("ratelimit-reset")
            .hint(Meaning.BAD_CREDENTIALS, "the token is wrong or has expired; make a new one under API, Tokens")
            .hint(
                    Meaning.NO_PERMISSION,
                    "the token needs the scopes domain:read, domain:create, domain:update and domain:delete");

    /** The type {@code digitalocean}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "digitalocean", "DigitalOcean", "https://docs.digitalocean.com/reference/api/reference/domains/")
            .settings(TOKEN)
            .http("https://api.digitalocean.com/v2", settings -> Authorizer.bearer(settings.secret(TOKEN)), ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofSeconds(30), Duration.ofDays(1)))
                    .rateLimit(250, Duration.ofMinutes(1)))
            .limits("250 requests a minute and 5,000 an hour for each token")
            .evidence("the vendor's OpenAPI description; recorded traffic of 2020; tested with a strict fake")
            .notes(
                    "Make the token in the control panel under API, Tokens, with the custom scopes domain:read,"
                            + " domain:create, domain:update and domain:delete. domain:delete is only needed to remove"
                            + " addresses.",
                    "A new record without a TTL gets that of the zone, usually 30m.")
            .madeBy(DigitalOceanProvider::new);

    private static final String RECORDS = "/domains/{domain}/records";
    private static final String RECORD = "/domains/{domain}/records/{id}";

    /** The links to next pages forget the filter, and lead past an endpoint from the settings: they tell only the end. */
    private static final Pages PAGES = Pages.numberedWhile(
            "page", "per_page", 200, page -> page.at("links/pages/next").isPresent());

    private static final RecordFields FIELDS = RecordFields.of(NameForm.RELATIVE_AT, "name", "type", "data")
            .id("id")
            .ttl("ttl");

    /** Creates one by its settings. */
    public DigitalOceanProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> Zone.all(http.get("/domains").all(PAGES, "domains"), "name"));
    }

    /**
     * A filter for one name takes the whole name, although the answer has relative ones. That it knows wildcards is not
     * documented, and a record that it hides would be made twice.
     */
    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        ProviderRequest request = http.get(RECORDS, zone.id()).query("name", onlyPlainName(keys));
        return FIELDS.listing(zone, request.all(PAGES, "domain_records"));
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.create(http.post(RECORDS, zone.id()), zone, value, "domain_record");
    }

    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        ProviderRequest request = http.patch(RECORD, zone.id(), value.id());
        return FIELDS.change(request.json(body -> body.put("type", value.type())), value, "domain_record");
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.delete(RECORD, zone.id(), value.id()).sendForNoContent();
    }
}
