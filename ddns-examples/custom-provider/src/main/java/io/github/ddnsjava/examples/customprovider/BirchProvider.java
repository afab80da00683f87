package io.github.ddnsjava.examples.customprovider;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
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
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.SingleRecordsProvider;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Birch DNS: single records with ids, in zones with ids. Immutable and thread-safe. */
public final class BirchProvider extends SingleRecordsProvider {
    /** The type {@code birch}. */
    public static final ProviderType TYPE = ProviderType.of("birch", "Birch DNS", "https://birch.example/docs/api")
            .settings(SettingSpec.secret("apiKey", "an API key with the right to write"))
            .http()
            .limits("120 requests a minute")
            .evidence("an invented service")
            .madeBy(BirchProvider::new);

    private static final NameForm FORM = NameForm.RELATIVE_AT;
    private static final Pages PAGES = Pages.numbered("page", "page_size", 100);
    private static final ErrorTable ERRORS = ErrorTable.of(Errors.json("error/code", "error/message"))
            .row(Meaning.ALREADY_THERE, "duplicate_record")
            .row(Meaning.QUOTA, "too_many_records")
            .row(Meaning.NO_PERMISSION, ProblemScope.ZONE, "zone_read_only")
            .hint("zone_read_only", "give the key the right to write to this zone");

    /** Creates one by its settings. */
    public BirchProvider(Settings settings, ProviderContext context) {
        super(
                settings,
                ProviderEndpoint.of(settings, "https://api.birch.example/v1", context)
                        .authorizedBy(Authorizer.header("X-Api-Key", settings.secret("apiKey")))
                        .judgedBy(ERRORS),
                Abilities.builder()
                        .read()
                        .delete()
                        .marker()
                        .wildcard()
                        .multiValue()
                        .attribute(AttributeSpec.ttl(Duration.ofMinutes(1), Duration.ofDays(1)))
                        .rateLimit(120, Duration.ofMinutes(1))
                        .build());
    }

    @Override
    protected Zones zones() {
        return Zones.listed(BirchProvider::allZones);
    }

    private static List<Zone> allZones(ProviderHttp http) throws InterruptedException {
        List<JsonReader> zones =
                http.get("/zones").all(PAGES, page -> page.get("zones").asList());
        return zones.stream()
                .flatMap(zone ->
                        Zone.named(zone.get("name").asText(), zone.get("id").asId()).stream())
                .toList();
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        List<JsonReader> records = http.get("/zones/{zone}/records", zone.id())
                .all(PAGES, page -> page.get("records").asList());
        Listing listing = new Listing();
        for (JsonReader json : records) {
            FORM.read(json.get("host").asText(), zone.name())
                    .ifPresent(host ->
                            listing.addSet(host, json.get("type").asText(), type -> List.of(record(host, type, json))));
        }
        return listing;
    }

    private static ZoneRecord record(DnsName name, RecordType type, JsonReader json) {
        return ZoneRecord.read(name, type, json.get("value").asText())
                .withId(json.get("id").asId())
                .withTtl(Duration.ofSeconds(json.get("ttl").asLong()))
                .marked(json.get("note").asText());
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        JsonReader answer = http.post("/zones/{zone}/records", zone.id())
                .json(body -> {
                    body.put("host", FORM.write(value.name(), zone.name())).put("type", value.type());
                    fill(body, value);
                })
                .send();
        return record(value.name(), value.type(), answer);
    }

    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        JsonReader answer = http.patch("/zones/{zone}/records/{record}", zone.id(), value.id())
                .json(body -> fill(body, value))
                .send();
        return record(value.name(), value.type(), answer);
    }

    private static void fill(JsonBody body, ValueWrite value) {
        body.put("value", value.address());
        value.attributes().forEach(body::put); // only ttl is declared; what is not named stays as it is
        value.marker().ifPresent(marker -> body.put("note", marker));
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.delete("/zones/{zone}/records/{record}", zone.id(), value.id()).send();
    }
}
