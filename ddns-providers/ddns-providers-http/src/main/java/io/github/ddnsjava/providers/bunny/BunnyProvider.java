package io.github.ddnsjava.providers.bunny;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
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
import io.github.ddnsjava.publish.http.ErrorTable.VendorError;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.SingleRecordsProvider;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Publishes to the DNS of bunny.net: single records with ids, within the zone's own object. PUT creates and POST changes; a
 * change repeats what it does not change. Immutable and thread-safe.
 *
 * @see <a href="https://docs.bunny.net/reference/dnszonepublic_index">the vendor's reference</a>
 */
public final class BunnyProvider extends SingleRecordsProvider {
    /** The type {@code bunny}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "bunny", "bunny.net", "https://docs.bunny.net/reference/dnszonepublic_index")
            .settings(SettingSpec.secret("accessKey", "the API key of the account"))
            .http()
            .limits("not published")
            .evidence("the vendor's reference; clients of others; tested with a strict fake")
            .notes(
                    "The API key is shown in the panel under Account settings, API. It is that of the whole account, because"
                            + " the service has no narrower one.",
                    "The smallest TTL is 15s. A new record without a TTL gets 5m.",
                    "A change keeps the TTL, the weight and the comment that stand there, and the records of others at the"
                            + " same name.",
                    "Left alone are records that are accelerated, monitored, disabled or have smart routing, and names with"
                            + " a CNAME record, a redirect, a pull zone or a script.",
                    "Each address is written by a call of its own. The records of a zone are listed once.")
            .madeBy(BunnyProvider::new);

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9-]{16,}");
    private static final Pages PAGES = Pages.numberedWhile(
            "page", "perPage", 100, page -> page.get("HasMoreItems").asBoolean());
    private static final String RECORD = "/dnszone/{zone}/records/{record}";

    /** What a change repeats; the rest are settings of records that are left alone. */
    private static final List<String> REPEATED =
            List.of("Weight", "Priority", "Flags", "Port", "Tag", "Comment", "AutoSslIssuance");

    private static final Function<HttpTransport.Answer, List<VendorError>> NAMED = Errors.json("ErrorKey", "Message");
    private static final ErrorTable ERRORS = ErrorTable.of(NAMED)
            .success(answer -> NAMED.apply(answer).isEmpty())
            .hint(
                    Meaning.BAD_CREDENTIALS,
                    "the API key is wrong; copy that of the account from the panel, under Account settings, API");

    /** Creates one by its settings. */
    public BunnyProvider(Settings settings, ProviderContext context) {
        super(
                settings,
                ProviderEndpoint.of(settings, "https://api.bunny.net", context)
                        .authorizedBy(Authorizer.header(
                                "AccessKey",
                                settings.secret(
                                        "accessKey",
                                        KEY,
                                        "the API key of the account, as the panel shows it under Account settings, API:"
                                                + " letters, digits and hyphens")))
                        .judgedBy(ERRORS),
                Abilities.builder()
                        .read()
                        .delete()
                        .wildcard()
                        .multiValue()
                        .attribute(AttributeSpec.ttl(Duration.ofSeconds(15), Duration.ofDays(1)))
                        .build());
    }

    /** The search finds parts of names, too. */
    @Override
    protected Zones zones() {
        return Zones.probed((name, http) ->
                http
                        .get("/dnszone")
                        .query("search", name)
                        .all(PAGES, page -> page.get("Items").asList())
                        .stream()
                        .flatMap(json -> Zone.named(
                                json.get("Domain").asText(), json.get("Id").asId())
                                .stream())
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
            case "0", "A" -> add(listing, name, RecordType.A, json);
            case "1", "AAAA" -> add(listing, name, RecordType.AAAA, json);
            case "2", "CNAME", "5", "Redirect", "6", "Flatten", "7", "PullZone", "11", "Script" ->
                listing.handsOff(
                        name,
                        "it has a CNAME record, a redirect, a pull zone or a script; remove that in the panel first");
            default -> {} // TXT, MX …
        }
    }

    private static void add(Listing listing, DnsName name, RecordType type, JsonReader json) {
        boolean plain = List.of("Accelerated", "Disabled", "MonitorType", "SmartRoutingType").stream()
                .flatMap(member -> json.get(member).optional().stream())
                .allMatch(value -> List.of("false", "0", "None").contains(value.scalar()));
        if (!plain) {
            listing.handsOff(
                    name,
                    type,
                    "it has a record that is accelerated, monitored, disabled or has smart routing; change that in the panel"
                            + " first");
        }
        // What the vendor manages may be no address.
        listing.addSet(
                name, type.name(), known -> List.of(record(name, known, json).withRaw(json)));
    }

    private static ZoneRecord record(DnsName name, RecordType type, JsonReader json) {
        return ZoneRecord.read(name, type, json.get("Value").asText())
                .withId(json.get("Id").asId())
                .withTtl(Duration.ofSeconds(json.get("Ttl").asLong()));
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        JsonReader answer = http.put("/dnszone/{zone}/records", zone.id())
                .json(body -> fill(body, zone, value))
                .send();
        return record(value.name(), value.type(), answer);
    }

    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        Optional<JsonReader> there = value.before().flatMap(ZoneRecord::raw).map(JsonReader.class::cast);
        done(http.post(RECORD, zone.id(), value.id()).json(body -> {
            there.ifPresent(json -> {
                body.put("Id", json.get("Id").asLong());
                REPEATED.forEach(member -> json.get(member).optional().ifPresent(old -> repeat(body, member, old)));
            });
            fill(body, zone, value);
        }));
        return value.asSent();
    }

    private static void repeat(JsonBody body, String member, JsonReader old) {
        switch (old.scalar()) {
            case "true", "false" -> body.put(member, old.isText() ? old.asText() : (Object) old.asBoolean());
            default -> body.put(member, old.isText() ? old.asText() : (Object) old.asLong());
        }
    }

    private static void fill(JsonBody body, Zone zone, ValueWrite value) {
        body.put("Type", value.type() == RecordType.A ? 0 : 1);
        body.put("Name", NameForm.RELATIVE_EMPTY.write(value.name(), zone.name()));
        body.put("Value", value.address());
        value.ttl().ifPresent(ttl -> body.put("Ttl", ttl));
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        done(http.delete(RECORD, zone.id(), value.id()));
    }

    private static void done(ProviderRequest request) throws InterruptedException {
        if (!request.sendForText().isBlank()) {
            throw new ProtocolException("the answer to a change is not empty, and so no success");
        }
    }
}
