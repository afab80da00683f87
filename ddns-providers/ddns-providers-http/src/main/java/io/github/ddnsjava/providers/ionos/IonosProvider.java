package io.github.ddnsjava.providers.ionos;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.ErrorTable.VendorError;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
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
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Publishes to IONOS's hosting DNS: one PATCH of the zone sets all values of as many names and types as are wanted. It
 * cannot remove the last value of a set, which is deleted by its id. Immutable and thread-safe.
 *
 * @see <a href="https://developer.hosting.ionos.com/docs/dns">the vendor's reference</a>
 */
public final class IonosProvider extends RecordSetsProvider {
    /** The type {@code ionos}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "ionos", "IONOS", "https://developer.hosting.ionos.com/docs/dns")
            .settings(SettingSpec.secret("apiKey", "the API key: its public prefix, a dot, and its secret"))
            .http()
            .limits("not published, and small")
            .evidence(
                    "clients of others; descriptions of the vendor's interface; tested with a strict fake. The codes of"
                            + " most errors are from memory")
            .notes(
                    "Make an API key at developer.hosting.ionos.com. It has two parts, which are written with a dot between"
                            + " them. This is the DNS of IONOS's hosting, not that of IONOS Cloud.",
                    "The TTL is at least 1m. A new record without a TTL gets 1h.",
                    "A change keeps the TTL that stands there, unless another one is configured, and the addresses of others at"
                            + " the same name.",
                    "A disabled record, and a name with a CNAME record, are left alone.",
                    "All changes of a zone are sent in one call; only the last addresses of a name are removed by calls of"
                            + " their own.")
            .madeBy(IonosProvider::new);

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    /** No limit is documented. */
    private static final int MAX_BATCH = 100;
    /** Each record that is sent needs a TTL. This is the vendor's default. */
    private static final Duration DEFAULT_TTL = Duration.ofHours(1);
    /** The largest TTL of RFC 2181; the vendor names none. */
    private static final Duration MAX_TTL = Duration.ofSeconds(Integer.MAX_VALUE);

    private static final ErrorTable ERRORS = ErrorTable.of(IonosProvider::named)
            .success(answer -> named(answer).isEmpty())
            .row(Meaning.BAD_CREDENTIALS, "UNAUTHORIZED")
            .row(Meaning.NO_PERMISSION, "FORBIDDEN")
            .row(Meaning.NOT_FOUND, ProblemScope.RECORD, "RECORD_NOT_FOUND")
            .row(Meaning.NOT_FOUND, ProblemScope.ZONE, "ZONE_NOT_FOUND")
            .row(Meaning.ALREADY_THERE, "DUPLICATE_RECORD")
            .row(Meaning.RATE_LIMITED, "RATE_LIMIT_EXCEEDED")
            .permissionsPer(ProblemScope.ZONE)
            .hint(Meaning.BAD_CREDENTIALS, "the API key is wrong or was deleted; make a new one")
            .hint(Meaning.NO_PERMISSION, "the API key must belong to the contract of the domain");

    /** Creates one by its settings. */
    public IonosProvider(Settings settings, ProviderContext context) {
        super(
                settings,
                ProviderEndpoint.of(settings, "https://api.hosting.ionos.com/dns/v1", context)
                        .authorizedBy(Authorizer.header(
                                "X-API-Key",
                                settings.secret(
                                        "apiKey",
                                        KEY,
                                        "an API key, as developer.hosting.ionos.com shows it once: its public prefix, a dot,"
                                                + " and its secret, without spaces and line breaks")))
                        .judgedBy(ERRORS),
                // Whether all happens or nothing is not documented. A PATCH may be repeated in parts: it sets whole
                // sets.
                Abilities.builder()
                        .read()
                        .delete()
                        .wildcard()
                        .multiValue()
                        .attribute(AttributeSpec.ttl(Duration.ofMinutes(1), MAX_TTL))
                        .batch(new Abilities.Batch(MAX_BATCH, true))
                        .build());
    }

    /** A list of errors, or one of them. */
    private static List<VendorError> named(HttpTransport.Answer answer) {
        JsonReader json = JsonReader.parse("the body", answer.body());
        Function<JsonReader, String> text = value -> value.isScalar() ? value.scalar() : "";
        return (json.isList() ? json.asList() : List.of(json))
                .stream()
                        .filter(item -> item.get("code").isPresent())
                        .map(item -> new VendorError(text.apply(item.get("code")), text.apply(item.get("message"))))
                        .toList();
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> http.get("/zones").send().asList().stream()
                .flatMap(json ->
                        Zone.named(json.get("name").asText(), json.get("id").asId()).stream())
                .toList());
    }

    /** The filter takes the end of a name, too. That it knows wildcards is not documented; what it hid would be lost. */
    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        ProviderRequest request = http.get("/zones/{zone}", zone.id());
        Set<DnsName> names = keys.stream().map(RecordKey::name).collect(Collectors.toSet());
        names.stream()
                .filter(name -> names.size() == 1 && !name.isWildcard())
                .forEach(name -> request.query("recordName", name));
        return listing(zone, request.send());
    }

    private static Listing listing(Zone zone, JsonReader answer) {
        Listing listing = new Listing();
        for (JsonReader json :
                answer.isList() ? answer.asList() : answer.get("records").asList()) {
            NameForm.FULL
                    .read(json.get("name").asText(), zone.name())
                    .ifPresent(name -> listing.addSet(name, json.get("type").asText(), type -> {
                        if (json.at("disabled")
                                .optional()
                                .map(JsonReader::asBoolean)
                                .orElse(false)) {
                            listing.handsOff(name, type, "it has a disabled record; enable or delete that first");
                        }
                        return List.of(record(name, type, json));
                    }));
        }
        return listing;
    }

    private static ZoneRecord record(DnsName name, RecordType type, JsonReader json) {
        return ZoneRecord.read(name, type, json.get("content").asText())
                .withId(json.get("id").asId())
                .withTtl(Duration.ofSeconds(json.get("ttl").asLong()))
                .withRaw(json);
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
            sets.forEach(set -> http.publication()
                    .report(
                            set.change(),
                            Objects.requireNonNull(results.get(set.change().key()))));
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
                .jsonArray(values, IonosProvider::fill)
                .send();
        Listing after = answer.isPresent()
                ? listing(zone, answer)
                : Listing.of(values.stream()
                        .map(value -> value.asSent().withTtl(ttl(value)))
                        .toList());
        return results(sets, after);
    }

    private static void fill(JsonBody body, ValueWrite value) {
        body.put("name", value.name()).put("type", value.type()).put("content", value.address());
        body.put("ttl", ttl(value)).put("disabled", false);
        body.put(
                "prio",
                value.before()
                        .flatMap(ZoneRecord::raw)
                        .flatMap(raw -> ((JsonReader) raw).get("prio").optional())
                        .map(JsonReader::asLong)
                        .orElse(0L));
    }

    private static Duration ttl(ValueWrite value) {
        return value.ttl().orElse(DEFAULT_TTL);
    }

    /** A failure after the first value leaves the set in doubt. */
    @Override
    protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) throws InterruptedException {
        boolean begun = false;
        for (ZoneRecord value : set.deletes()) {
            try {
                http.delete("/zones/{zone}/records/{record}", zone.id(), value.id())
                        .send();
            } catch (DdnsException e) {
                boolean gone = e instanceof RejectedException rejected
                        && rejected.reason() == RejectedException.Reason.NOT_FOUND
                        && rejected.scope() == ProblemScope.RECORD;
                if (begun && !gone) {
                    http.publication().report(set.change(), new ChangeResult.Unknown(e.problem()));
                }
                if (!gone) {
                    throw e;
                }
            }
            begun = true;
        }
    }
}
