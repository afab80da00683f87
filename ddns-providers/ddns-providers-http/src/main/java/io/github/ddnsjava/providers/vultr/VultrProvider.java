package io.github.ddnsjava.providers.vultr;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
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
import java.util.regex.Pattern;

/**
 * Publishes to Vultr's DNS: single records with ids, whose names are relative to the domain. A change is a PATCH, which
 * keeps what it does not name, and whose answer is empty. Immutable and thread-safe.
 *
 * @see <a href="https://www.vultr.com/api/#tag/dns">the vendor's reference</a>
 */
public final class VultrProvider extends SingleRecordsProvider {
    private static final SettingSpec KEY = SettingSpec.secret("apiKey", "an API key that any address may use")
            .withoutSpaces(
                    "an API key, as the portal shows it under Account, API: without \"Bearer\", spaces and line breaks");

    private static final String ALL_ADDRESSES =
            "add Any IPv4 and Any IPv6 to the access control of the key, under Account, API";

    private static final ErrorTable ERRORS = ErrorTable.of(Errors.json("error", "error"))
            .row(Meaning.NO_PERMISSION, ProblemScope.ACCOUNT, "Unauthorized IP address*", "Your IP*")
            .rowIf(
                    Meaning.ALREADY_THERE,
                    error -> Pattern.compile("(?i)duplicate|already exists")
                            .matcher(error.code())
                            .find())
            .permissionsPer(ProblemScope.ZONE)
            .hint(Meaning.BAD_CREDENTIALS, "the key is wrong, or this address may not use it: " + ALL_ADDRESSES)
            .hint(Meaning.NO_PERMISSION, ALL_ADDRESSES + ", and give its user the right to manage DNS");

    /** The type {@code vultr}. */
    public static final ProviderType TYPE = ProviderType.of("vultr", "Vultr", "https://www.vultr.com/api/#tag/dns")
            .settings(KEY)
            .http("https://api.vultr.com/v2", settings -> Authorizer.bearer(settings.secret(KEY)), ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofMinutes(2)))
                    .rateLimit(30, Duration.ofSeconds(1)))
            .limits("30 requests a second from one address")
            .evidence("the vendor's client; recorded traffic of 2021; tested with a strict fake")
            .notes(
                    "Make the key in the portal under Account, API. Vultr accepts a key only from listed addresses: add"
                            + " Any IPv4 and Any IPv6 to its access control, because your address changes.",
                    "A new record without a TTL gets 5m.")
            .madeBy(VultrProvider::new);

    private static final String RECORDS = "/domains/{domain}/records";
    private static final String RECORD = RECORDS + "/{record}";
    private static final int PAGE = 500;

    private static final Pages PAGES =
            Pages.token("cursor", page -> page.at("meta/links/next").optional().map(JsonReader::asText));

    private static final RecordFields FIELDS = RecordFields.of(NameForm.RELATIVE_EMPTY, "name", "type", "data")
            .id("id")
            .ttl("ttl");

    /** Creates one by its settings. */
    public VultrProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    @Override
    protected Zones zones() {
        return Zones.listed(
                http -> Zone.all(http.get("/domains").query("per_page", PAGE).all(PAGES, "domains"), "domain"));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        return FIELDS.listing(
                zone, http.get(RECORDS, zone.id()).query("per_page", PAGE).all(PAGES, "records"));
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.create(http.post(RECORDS, zone.id()), zone, value, "record");
    }

    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        done(http.patch(RECORD, zone.id(), value.id()).json(body -> FIELDS.putChange(body, value)));
        return value.asSent();
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        done(http.delete(RECORD, zone.id(), value.id()));
    }

    /** The status is the whole answer. */
    private static void done(ProviderRequest request) throws InterruptedException {
        int status = request.exchange().status();
        if (status != 204) {
            throw new ProtocolException("the answer to the write has the status " + status + " in place of 204");
        }
    }
}
