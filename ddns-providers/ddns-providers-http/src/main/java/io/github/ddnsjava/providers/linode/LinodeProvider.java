package io.github.ddnsjava.providers.linode;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.Asked;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.ErrorTable.VendorError;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.Statuses;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordFields;
import io.github.ddnsjava.publish.support.SingleRecordsProvider;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Publishes to Linode's DNS: single records with ids, whose names are relative to the domain. A change is a PUT, which
 * keeps what it does not name. Immutable and thread-safe.
 *
 * @see <a href="https://techdocs.akamai.com/linode-api/reference/get-domain-records">the vendor's reference</a>
 */
public final class LinodeProvider extends SingleRecordsProvider {
    private static final SettingSpec TOKEN = SettingSpec.secret(
                    "token", "a personal access token with the scope Domains: Read/Write")
            .withoutSpaces(
                    "a personal access token, as the Cloud Manager shows it once under API Tokens: without \"Bearer\","
                            + " spaces and line breaks");

    /** Users can have rights for single domains. */
    private static final ErrorTable TABLE = ErrorTable.of(Errors.jsonList("errors", "field", "reason"))
            .successUnlessNamed()
            .permissionsPer(ProblemScope.ZONE)
            .hint(Meaning.BAD_CREDENTIALS, "the token is wrong or has expired; make a new one under API Tokens")
            .hint(Meaning.NO_PERMISSION, "the token needs Read/Write access to Domains, and its user to this domain");

    private static final ErrorTable ERRORS = TABLE.rowIf(Meaning.TRANSIENT, LinodeProvider::isBusy);

    /** With 5xx nobody says that a write was not carried out. */
    private static final ErrorTable FAILURES = TABLE.rowIf(Meaning.UNKNOWN, LinodeProvider::isBusy);

    /** The type {@code linode}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "linode", "Linode (Akamai)", "https://techdocs.akamai.com/linode-api/reference/get-domain-records")
            .settings(TOKEN)
            .http(
                    "https://api.linode.com/v4",
                    settings -> Authorizer.bearer(settings.secret(TOKEN)),
                    LinodeProvider::check)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofSeconds(30), Duration.ofDays(28)))
                    .rateLimit(800, Duration.ofMinutes(1)))
            .limits("800 requests a minute")
            .evidence("the vendor's documentation and client; recorded traffic; tested with a strict fake")
            .notes(
                    "Make the token in the Cloud Manager under API Tokens, with Read/Write access to Domains.",
                    "Only domains that are served are used: neither disabled ones nor secondary ones.",
                    "The vendor rounds a TTL up to 30s, 2m, 5m, 1h, 2h, 4h, 8h, 16h, 1d, 2d, 4d, 7d, 14d or 28d. A new"
                            + " record without a TTL gets 14d, so configure one.",
                    "The name servers read the domain again every few minutes.")
            .madeBy(LinodeProvider::new);

    private static final String RECORDS = "/domains/{domain}/records";
    private static final String RECORD = RECORDS + "/{record}";

    private static final Pages PAGES = Pages.numberedWhile(
            "page",
            "page_size",
            500,
            page -> page.get("page").asLong() < page.get("pages").asLong());

    private static final RecordFields FIELDS = RecordFields.of(NameForm.RELATIVE_EMPTY, "name", "type", "target")
            .id("id")
            .ttl("ttl_sec");

    /** Creates one by its settings. */
    public LinodeProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    private static boolean isBusy(VendorError error) {
        return error.message().startsWith("Linode busy");
    }

    /**
     * Every answer of the vendor says by Retry-After when the limits of its other headers are renewed. That asks for a wait
     * only where they are exceeded. One without these headers is of something before the service, and means what it says.
     */
    private static void check(Asked asked, HttpTransport.Answer answer, Instant now) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers());
        if (answer.status() != 429 && answer.header("x-ratelimit-remaining").isPresent()) {
            headers.remove("retry-after");
        }
        HttpTransport.Answer judged = new HttpTransport.Answer(answer.status(), headers, answer.body());
        (answer.status() >= 500 ? FAILURES : ERRORS).check(asked, judged, now);
        Statuses.check(asked, judged, now);
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> Zone.all(
                http.get("/domains").all(PAGES, "data").stream()
                        .filter(json -> json.get("type").asText().equals("master")
                                && !json.get("status").asText().equals("disabled"))
                        .toList(),
                "domain",
                "id"));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        return FIELDS.listing(zone, http.get(RECORDS, zone.id()).all(PAGES, "data"));
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.create(http.post(RECORDS, zone.id()), zone, value, "");
    }

    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.change(http.put(RECORD, zone.id(), value.id()), value, "");
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.delete(RECORD, zone.id(), value.id()).sendForObject();
    }
}
