package io.github.ddnsjava.providers.dnsimple;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes to DNSimple: single records with ids, whose names are relative to the zone. A change is a PATCH, which keeps
 * what it does not name. The account is found by the token; the id of a {@link Zone} is that of its account. Immutable and
 * thread-safe.
 *
 * @see <a href="https://developer.dnsimple.com/v2/zones/records/">the vendor's reference</a>
 */
public final class DnsimpleProvider extends SingleRecordsProvider {
    private static final SettingSpec TOKEN = SettingSpec.secret("token", "an API access token of an account or a user")
            .withoutSpaces(
                    "an API access token, as it is shown once under Account, Access Tokens: without \"Bearer\", spaces and"
                            + " line breaks");

    private static final ErrorTable ERRORS = ErrorTable.of(
                    Errors.both(Errors.json("message", "message"), Errors.fields("errors")))
            .successUnlessNamed()
            .rowOfWords(Meaning.ALREADY_THERE, "already exists")
            .status(Meaning.QUOTA, 402)
            .status(Meaning.QUOTA, 412)
            .permissionsPer(ProblemScope.ZONE)
            .limitsEndBy("x-ratelimit-reset")
            .hint(Meaning.BAD_CREDENTIALS, "the token is wrong; make a new one under Account, Access Tokens")
            .hint(Meaning.NO_PERMISSION, "the token needs the right to change this zone")
            .hint(Meaning.QUOTA, "check the subscription and the plan of the account");

    /** The type {@code dnsimple}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "dnsimple", "DNSimple", "https://developer.dnsimple.com/v2/zones/records/")
            .settings(TOKEN)
            .http("https://api.dnsimple.com/v2", settings -> Authorizer.bearer(settings.secret(TOKEN)), ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofMinutes(1)))
                    .rateLimit(2400, Duration.ofHours(1)))
            .limits("2,400 requests an hour")
            .evidence("the vendor's documentation and its recorded answers; tested with a strict fake")
            .notes(
                    "Make the token under Account, Access Tokens. The token of an account is better than that of a user,"
                            + " which can change all accounts of the user.",
                    "For the sandbox, the endpoint is https://api.sandbox.dnsimple.com/v2.",
                    "The smallest TTL depends on the plan of the account. A new record without a TTL gets 1h.",
                    "A name with a record of the system, or with one for some regions only, is left alone.")
            .madeBy(DnsimpleProvider::new);

    private static final String RECORDS = "/{account}/zones/{zone}/records";
    private static final String RECORD = RECORDS + "/{record}";

    private static final Pages PAGES = Pages.numberedTo(
            "page", "per_page", 100, page -> page.at("pagination/total_pages").asLong());

    /** A record for some regions answers a part of the world, beside the one that is ours. */
    private static final RecordFields FIELDS = RecordFields.of(NameForm.RELATIVE_EMPTY, "name", "type", "content")
            .id("id")
            .ttl("ttl")
            .handsOff(json -> json.get("system_record").asBoolean(), "it has a record of the vendor's system")
            .handsOff(
                    json -> json.get("regions").isPresent()
                            && !json.get("regions").json().equals("[\"global\"]"),
                    "it has a record that is for some regions only");

    /** Creates one by its settings. */
    public DnsimpleProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> {
            List<JsonReader> zones = new ArrayList<>();
            for (String account : accounts(http)) {
                zones.addAll(http.get("/{account}/zones", account).all(PAGES, "data"));
            }
            zones.removeIf(json -> !json.get("active").asBoolean());
            return Zone.all(zones, "name", "account_id");
        });
    }

    /** The token of a user is that of all the user's accounts. */
    private static List<String> accounts(ProviderHttp http) throws InterruptedException {
        JsonReader who = http.get("/whoami").send().get("data");
        if (who.get("account").isPresent()) {
            return List.of(who.at("account/id").asId());
        }
        who.at("user/id").asId(); // else it is no answer of this vendor
        return http.get("/accounts").send().get("data").asList().stream()
                .map(json -> json.get("id").asId())
                .toList();
    }

    /** That the filter knows wildcards is not documented, and a record that it hides would be made twice. */
    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Optional<String> name = onlyPlainName(keys).map(only -> NameForm.RELATIVE_EMPTY.write(only, zone.name()));
        ProviderRequest request = http.get(RECORDS, zone.id(), zone.name()).query("name", name);
        return FIELDS.listing(zone, request.all(PAGES, "data"));
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.create(http.post(RECORDS, zone.id(), zone.name()), zone, value, "data");
    }

    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.change(http.patch(RECORD, zone.id(), zone.name(), value.id()), value, "data");
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.delete(RECORD, zone.id(), zone.name(), value.id()).sendForNoContent();
    }
}
