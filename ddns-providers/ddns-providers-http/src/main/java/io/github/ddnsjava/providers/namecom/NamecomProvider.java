package io.github.ddnsjava.providers.namecom;

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
import java.util.Set;

/**
 * Publishes to Name.com: single records with ids. Answers leave out members that are empty, so a record of the domain itself
 * has no {@code host}, and names are read from {@code fqdn}. Immutable and thread-safe.
 *
 * @see <a href="https://www.name.com/api-docs/dns">the vendor's reference</a>
 */
public final class NamecomProvider extends SingleRecordsProvider {
    private static final SettingSpec USER = SettingSpec.required("username", "the user name of the Name.com account")
            .inForm("[^\\s:]+", "the user name of the account, without spaces and colons; it is not the token's name");
    private static final SettingSpec TOKEN = SettingSpec.secret("apiToken", "an API token of that account")
            .inForm("[!-~]+", "the token, as the web site shows it under API Tokens: without spaces or line breaks");

    private static final ErrorTable ERRORS = ErrorTable.of(Errors.json("message", "details"))
            .successUnlessNamed()
            .rowOfWords(Meaning.ALREADY_THERE, "Duplicate Record")
            .hint(Meaning.BAD_CREDENTIALS, "check the user name and the token; a token is shown under API Tokens")
            .hint(
                    Meaning.NO_PERMISSION,
                    "an account with two-step verification must allow the use of the API in its security settings");

    /** The type {@code namecom}. */
    public static final ProviderType TYPE = ProviderType.of("namecom", "Name.com", "https://www.name.com/api-docs/dns")
            .settings(USER, TOKEN)
            .http(
                    "https://api.name.com/v4",
                    settings -> Authorizer.basic(settings.text(USER), settings.secret(TOKEN)),
                    ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofMinutes(5)))
                    .rateLimit(20, Duration.ofSeconds(1))
                    .rateLimit(3000, Duration.ofHours(1)))
            .limits("20 requests a second, and 3,000 an hour")
            .evidence("recorded traffic; clients of others; tested with a strict fake. The limits are not confirmed")
            .notes(
                    "Make the token on the web site under API Tokens. An account with two-step verification must also allow"
                            + " the use of the API in its security settings.",
                    "The domain must use the name servers of Name.com.",
                    "A new record without a TTL gets 5m.")
            .madeBy(NamecomProvider::new);

    private static final String RECORDS = "/domains/{domain}/records";
    private static final String RECORD = RECORDS + "/{record}";
    private static final Pages PAGES = Pages.numberedWhile(
            "page", "perPage", 1000, page -> page.at("nextPage").optional().isPresent());
    private static final RecordFields FIELDS = RecordFields.of(NameForm.FULL_DOT, "fqdn", "type", "answer")
            .written(NameForm.RELATIVE_EMPTY, "host", "type")
            .id("id")
            .ttl("ttl")
            .standsAlone(Set.of("ANAME"));

    /** Creates one by its settings. */
    public NamecomProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> Zone.all(http.get("/domains").all(PAGES, "domains"), "domainName"));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        return FIELDS.listing(zone, http.get(RECORDS, zone.id()).all(PAGES, "records"));
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.create(http.post(RECORDS, zone.id()), zone, value, "");
    }

    /** A change replaces the whole record. */
    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.create(http.put(RECORD, zone.id(), value.id()), zone, value, "");
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.delete(RECORD, zone.id(), value.id()).sendForObject();
    }
}
