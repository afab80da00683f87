package io.github.ddnsjava.providers.ionos;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordFields;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Publishes to IONOS's hosting DNS: one PATCH of the zone sets all values of as many names and types as are wanted. It
 * cannot remove the last value of a set, which is deleted by its id. Immutable and thread-safe.
 *
 * @see <a href="https://developer.hosting.ionos.com/docs/dns">the vendor's reference</a>
 */
public final class IonosProvider extends RecordSetsProvider {
    private static final SettingSpec KEY = SettingSpec.secret(
                    "apiKey", "the API key: its public prefix, a dot, and its secret")
            .inForm(
                    "[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+",
                    "an API key, as developer.hosting.ionos.com shows it once: its public prefix, a dot, and its secret,"
                            + " without spaces and line breaks");

    /** A list of errors, or one of them. */
    private static final ErrorTable ERRORS = ErrorTable.of(
                    Errors.either(Errors.jsonList("", "code", "message"), Errors.json("code", "message")))
            .successUnlessNamed()
            .row(Meaning.BAD_CREDENTIALS, "UNAUTHORIZED")
            .row(Meaning.NO_PERMISSION, "FORBIDDEN")
            .row(Meaning.NOT_FOUND, ProblemScope.RECORD, "RECORD_NOT_FOUND")
            .row(Meaning.NOT_FOUND, ProblemScope.ZONE, "ZONE_NOT_FOUND")
            .row(Meaning.ALREADY_THERE, "DUPLICATE_RECORD")
            .row(Meaning.RATE_LIMITED, "RATE_LIMIT_EXCEEDED")
            .permissionsPer(ProblemScope.ZONE)
            .hint(Meaning.BAD_CREDENTIALS, "the API key is wrong or was deleted; make a new one")
            .hint(Meaning.NO_PERMISSION, "the API key must belong to the contract of the domain");

    /** The type {@code ionos}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "ionos", "IONOS", "https://developer.hosting.ionos.com/docs/dns")
            .settings(KEY)
            .http(
                    "https://api.hosting.ionos.com/dns/v1",
                    settings -> Authorizer.header("X-API-Key", settings.secret(KEY)),
                    ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofMinutes(1)))
                    // No limit is documented, nor whether all happens or nothing. A PATCH sets whole sets, so it may be
                    // repeated in
                    // parts.
                    .batch(new Abilities.Batch(100, true)))
            .limits("not published, and small")
            .evidence(
                    "clients of others; descriptions of the vendor's interface; tested with a strict fake. The codes of"
                            + " most errors are from memory")
            .notes(
                    "Make an API key at developer.hosting.ionos.com. It has two parts, which are written with a dot between"
                            + " them. This is the DNS of IONOS's hosting, not that of IONOS Cloud.",
                    "A new record without a TTL gets 1h. A disabled record is left alone.",
                    "All changes of a zone are sent in one call; only the last addresses of a name are removed by calls of"
                            + " their own.")
            .madeBy(IonosProvider::new);

    /** Each record that is sent needs a TTL. This is the vendor's default. */
    private static final Duration NEW_TTL = Duration.ofHours(1);

    private static final RecordFields FIELDS = RecordFields.of(NameForm.FULL, "name", "type", "content")
            .id("id")
            .ttl("ttl", NEW_TTL)
            .handsOff(
                    json -> json.get("disabled").asBoolean(false),
                    "it has a disabled record; enable or delete that first");

    /** Creates one by its settings. */
    public IonosProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> Zone.all(http.get("/zones").send().asList(), "name", "id"));
    }

    /** The filter takes the end of a name, too. That it knows wildcards is not documented; what it hid would be lost. */
    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        JsonReader answer = http.get("/zones/{zone}", zone.id())
                .query("recordName", onlyPlainName(keys))
                .send();
        return FIELDS.listing(zone, answer.get("records").asList());
    }

    /** Sets first, and then removes what has no value any more, since that takes calls of its own. */
    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        List<SetWrite> sets = writes.stream().filter(set -> !set.removesAll()).toList();
        Map<RecordKey, ChangeResult> results = new HashMap<>(sets.isEmpty() ? Map.of() : patch(zone, sets, http));
        try {
            results.putAll(super.write(
                    zone, writes.stream().filter(SetWrite::removesAll).toList(), listing, http));
        } catch (DdnsException | Publication.NotNowException e) {
            reportDone(sets, results, http);
            throw e;
        }
        return results;
    }

    /** The answer to a success is not documented. It is empty, or must show the records. */
    private static Map<RecordKey, ChangeResult> patch(Zone zone, List<SetWrite> sets, ProviderHttp http)
            throws InterruptedException {
        List<ValueWrite> values =
                sets.stream().flatMap(set -> set.allValues().stream()).toList();
        JsonReader answer = http.patch("/zones/{zone}", zone.id())
                .jsonArray(values, (body, value) -> {
                    FIELDS.put(body, zone, value);
                    body.put("disabled", false).put("prio", 0);
                    value.before().ifPresent(old -> old.repeat(body, "prio"));
                })
                .send();
        Listing after = answer.isPresent()
                ? FIELDS.listing(zone, (answer.isList() ? answer : answer.get("records")).asList())
                : Listing.of(values.stream()
                        .map(value -> value.asSent().withTtl(value.ttl().orElse(NEW_TTL)))
                        .toList());
        return results(sets, after);
    }

    /** A failure after the first value leaves the set in doubt. */
    @Override
    protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) throws InterruptedException {
        boolean begun = false;
        for (ZoneRecord value : set.deletes()) {
            try {
                http.delete("/zones/{zone}/records/{record}", zone.id(), value.id())
                        .sendIfPresent(ProblemScope.RECORD); // one that is gone already is fine
            } catch (DdnsException e) {
                if (begun) {
                    http.publication().report(set.change(), new ChangeResult.Unknown(e.problem()));
                }
                throw e;
            }
            begun = true;
        }
    }
}
