package io.github.ddnsjava.examples.customprovider;

import io.github.ddnsjava.ProblemScope;
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

/** Birch DNS: single records with ids, in zones with ids. Immutable and thread-safe. */
public final class BirchProvider extends SingleRecordsProvider {
    private static final SettingSpec API_KEY = SettingSpec.secret("apiKey", "an API key with the right to write")
            .inForm("b1rch/[!-~]+", "an API key, as the panel shows it once; it begins with b1rch/");

    private static final ErrorTable ERRORS = ErrorTable.of(Errors.json("error/code", "error/message"))
            .row(Meaning.ALREADY_THERE, "duplicate_record")
            .row(Meaning.QUOTA, "too_many_records")
            .row(Meaning.NO_PERMISSION, ProblemScope.ZONE, "zone_read_only")
            .hint("zone_read_only", "give the key the right to write to this zone");

    /** The type {@code birch}. */
    public static final ProviderType TYPE = ProviderType.of("birch", "Birch DNS", "https://birch.example/docs/api")
            .settings(API_KEY)
            .http(
                    "https://api.birch.example/v1",
                    settings -> Authorizer.header("X-Api-Key", settings.secret(API_KEY)),
                    ERRORS)
            .abilities(Abilities.forZones()
                    .marker()
                    .attribute(AttributeSpec.ttl(Duration.ofMinutes(1), Duration.ofDays(1)))
                    .rateLimit(120, Duration.ofMinutes(1)))
            .limits("120 requests a minute")
            .evidence("an invented service")
            .madeBy(BirchProvider::new);

    private static final String RECORDS = "/zones/{zone}/records";
    private static final String RECORD = RECORDS + "/{record}";
    private static final RecordFields FIELDS = RecordFields.of(NameForm.RELATIVE_AT, "host", "type", "value")
            .id("id")
            .ttl("ttl")
            .marker("note");
    private static final Pages PAGES = Pages.numbered("page", "page_size", 100);

    /** Creates one by its settings. */
    public BirchProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> Zone.all(http.get("/zones").all(PAGES, "zones"), "name", "id"));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        return FIELDS.listing(zone, http.get(RECORDS, zone.id()).all(PAGES, "records"));
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.create(http.post(RECORDS, zone.id()), zone, value, "");
    }

    /** What is not named stays as it is. */
    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.change(http.patch(RECORD, zone.id(), value.id()), value, "");
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        http.delete(RECORD, zone.id(), value.id()).send();
    }
}
