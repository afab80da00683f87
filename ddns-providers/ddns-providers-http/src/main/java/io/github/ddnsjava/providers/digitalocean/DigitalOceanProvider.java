package io.github.ddnsjava.providers.digitalocean;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.IpAddress;
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
import java.util.Set;

/** DigitalOcean's DNS: single records with ids. Immutable and thread-safe. */
public final class DigitalOceanProvider extends SingleRecordsProvider {
    /** The type {@code digitalocean}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "digitalocean", "DigitalOcean", "https://docs.digitalocean.com/reference/api/reference/domains/")
            .settings(SettingSpec.secret(
                    "token", "a personal access token with the scopes domain:read, create, update and delete"))
            .http()
            .limits("250 requests a minute and 5,000 an hour for each token")
            .evidence("the vendor's OpenAPI description; recorded traffic of 2020")
            .madeBy(DigitalOceanProvider::new);

    private static final Pages PAGES =
            Pages.link(page -> page.at("links/pages/next").optional().map(JsonReader::asText));
    private static final ErrorTable ERRORS =
            ErrorTable.of(Errors.json("id", "message")).row(Meaning.BAD_CREDENTIALS, "unauthorized");

    /** Creates one by its settings. */
    public DigitalOceanProvider(Settings settings, ProviderContext context) {
        super(
                settings,
                ProviderEndpoint.of(settings, "https://api.digitalocean.com/v2", context)
                        .authorizedBy(Authorizer.bearer(settings.secret("token")))
                        .judgedBy(ERRORS),
                Abilities.builder()
                        .read()
                        .delete()
                        .wildcard()
                        .multiValue()
                        .attribute(AttributeSpec.ttl(Duration.ofSeconds(30), Duration.ofDays(1)))
                        .rateLimit(250, Duration.ofMinutes(1))
                        .build());
    }

    @Override
    protected Zones zones() {
        return Zones.probed((name, http) ->
                http.get("/domains/{name}", name).sendIfPresent().map(json -> new Zone(name, name.toString())));
    }

    /** The filter takes the whole name, although the answer has relative ones. */
    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Listing listing = new Listing();
        for (RecordKey key : keys) {
            http.get("/domains/{name}/records", zone.id())
                    .query("type", key.type())
                    .query("name", key.name())
                    .query("per_page", 200)
                    .all(PAGES, page -> page.get("domain_records").asList())
                    .forEach(json -> listing.add(record(key, json)));
        }
        return listing;
    }

    private static ZoneRecord record(RecordKey key, JsonReader json) {
        return ZoneRecord.of(key.name(), IpAddress.parse(json.get("data").asText()))
                .withId(json.get("id").asId())
                .withTtl(Duration.ofSeconds(json.get(Attributes.TTL).asLong()));
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        JsonReader answer = http.post("/domains/{name}/records", zone.id())
                .json(body -> {
                    body.put("type", value.type()).put("data", value.address());
                    body.put("name", NameForm.RELATIVE_AT.write(value.name(), zone.name()));
                    value.attributes().forEach(body::put);
                })
                .send();
        return made(value, answer);
    }

    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        JsonReader answer = http.patch("/domains/{name}/records/{id}", zone.id(), value.id())
                .json(body -> {
                    body.put("type", value.type()).put("data", value.address());
                    value.attributes().forEach(body::put);
                })
                .send();
        return made(value, answer);
    }

    private static ZoneRecord made(ValueWrite value, JsonReader answer) {
        return record(new RecordKey("", value.name(), value.type()), answer.get("domain_record"));
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.delete("/domains/{name}/records/{id}", zone.id(), value.id()).exchange();
    }
}
