package io.github.ddnsjava.providers.bunny;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
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
import io.github.ddnsjava.publish.http.JsonBody;
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
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Publishes to the DNS of bunny.net: single records with ids, within the zone's own object. PUT creates and POST changes; a
 * change repeats what it does not change. Immutable and thread-safe.
 *
 * @see <a href="https://docs.bunny.net/reference/dnszonepublic_index">the vendor's reference</a>
 */
public final class BunnyProvider extends SingleRecordsProvider {
    private static final SettingSpec KEY = SettingSpec.secret("accessKey", "the API key of the account")
            .inForm(
                    "[A-Za-z0-9-]{16,}",
                    "the API key of the account, as the panel shows it under Account settings, API: letters, digits and"
                            + " hyphens");

    private static final ErrorTable ERRORS = ErrorTable.of(Errors.json("ErrorKey", "Message"))
            .successUnlessNamed()
            .hint(
                    Meaning.BAD_CREDENTIALS,
                    "the API key is wrong; copy that of the account from the panel, under Account settings, API");

    /** The type {@code bunny}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "bunny", "bunny.net", "https://docs.bunny.net/reference/dnszonepublic_index")
            .settings(KEY)
            .http("https://api.bunny.net", settings -> Authorizer.header("AccessKey", settings.secret(KEY)), ERRORS)
            .abilities(Abilities.forZones().attribute(AttributeSpec.ttl(Duration.ofSeconds(15), Duration.ofDays(1))))
            .limits("not published")
            .evidence("the vendor's reference; clients of others; tested with a strict fake")
            .notes(
                    "The API key is shown in the panel under Account settings, API. It is that of the whole account, because"
                            + " the service has no narrower one.",
                    "A new record without a TTL gets 5m. A change keeps the weight and the comment that stand there.",
                    "Left alone are records that are accelerated, monitored, disabled or have smart routing, and names with"
                            + " a redirect, a pull zone or a script.")
            .madeBy(BunnyProvider::new);

    private static final Pages PAGES = Pages.numberedWhile(
            "page", "perPage", 100, page -> page.get("HasMoreItems").asBoolean());
    private static final String RECORD = "/dnszone/{zone}/records/{record}";

    private static final RecordFields FIELDS = RecordFields.of(NameForm.RELATIVE_EMPTY, "Name", "Type", "Value")
            .id("Id")
            .ttl("Ttl")
            .handsOff(
                    json -> !isPlain(json),
                    "it has a record that is accelerated, monitored, disabled or has smart routing; change that in the panel"
                            + " first");

    /** Creates one by its settings. */
    public BunnyProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    /** The search finds parts of names, too. */
    @Override
    protected Zones zones() {
        return Zones.probed((name, http) ->
                Zone.all(http.get("/dnszone").query("search", name).all(PAGES, "Items"), "Domain", "Id").stream()
                        .filter(zone -> zone.name().equals(name))
                        .findFirst());
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Listing listing = new Listing();
        for (JsonReader json :
                http.get("/dnszone/{zone}", zone.id()).send().get("Records").asList()) {
            NameForm.RELATIVE_EMPTY
                    .read(json.get("Name").asText(), zone.name())
                    .ifPresent(name -> add(listing, name, json));
        }
        return listing;
    }

    /** Types are numbers; newer pages of the reference have them as texts. */
    private static void add(Listing listing, DnsName name, JsonReader json) {
        switch (json.get("Type").asId()) {
            case "0", "A" -> FIELDS.add(listing, name, "A", json);
            case "1", "AAAA" -> FIELDS.add(listing, name, "AAAA", json);
            case "2", "CNAME", "5", "Redirect", "6", "Flatten", "7", "PullZone", "11", "Script" ->
                listing.handsOff(
                        name,
                        "it has a CNAME record, a redirect, a pull zone or a script; remove that in the panel first");
            default -> {} // TXT, MX …
        }
    }

    private static boolean isPlain(JsonReader json) {
        return Stream.of("Accelerated", "Disabled", "MonitorType", "SmartRoutingType")
                .flatMap(member -> json.get(member).optional().stream())
                .allMatch(value -> List.of("false", "0", "None").contains(value.scalar()));
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.made(
                value,
                http.put("/dnszone/{zone}/records", zone.id())
                        .json(body -> fill(body, zone, value))
                        .send());
    }

    /** It repeats what may be set at a record that is not left alone. */
    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        http.post(RECORD, zone.id(), value.id())
                .json(body -> {
                    fill(body, zone, value);
                    value.before()
                            .ifPresent(old -> old.repeat(
                                    body,
                                    "Id",
                                    "Weight",
                                    "Priority",
                                    "Flags",
                                    "Port",
                                    "Tag",
                                    "Comment",
                                    "AutoSslIssuance"));
                })
                .sendForNoContent();
        return value.asSent();
    }

    private static void fill(JsonBody body, Zone zone, ValueWrite value) {
        FIELDS.put(body, zone, value);
        body.put("Type", value.type() == RecordType.A ? 0 : 1);
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.delete(RECORD, zone.id(), value.id()).sendForNoContent();
    }
}
