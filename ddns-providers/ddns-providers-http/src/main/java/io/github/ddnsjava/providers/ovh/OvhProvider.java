package io.github.ddnsjava.providers.ovh;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
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
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.http.Session;
import io.github.ddnsjava.publish.sign.Ovh;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Publishes to OVHcloud's DNS: single records with ids, by signed requests. Changes of a zone go live when the zone is
 * refreshed, which is its commit: once for all writes of a zone. Lists show what was not refreshed, too. Immutable and
 * thread-safe.
 *
 * @see <a href="https://eu.api.ovh.com/console/">the vendor's reference</a>
 */
public final class OvhProvider extends SingleRecordsProvider {
    private static final String KEY_FORM = "[A-Za-z0-9]{8,128}";
    private static final String KEY_HELP =
            "letters and digits only, as https://eu.api.ovh.com/createToken/ shows it once";
    private static final SettingSpec KEY = SettingSpec.required("applicationKey", "the application key of the API")
            .inForm(KEY_FORM, "an application key: " + KEY_HELP)
            .example("7kbG7Bk7S9Nt7ZSV");
    private static final SettingSpec SECRET = SettingSpec.secret(
                    "applicationSecret", "the application secret that belongs to that key")
            .inForm(KEY_FORM, "an application secret: " + KEY_HELP);
    private static final SettingSpec CONSUMER = SettingSpec.secret(
                    "consumerKey", "a consumer key with the rights to the zones")
            .inForm(KEY_FORM, "a consumer key: " + KEY_HELP);

    private static final String URL = "https://eu.api.ovh.com/1.0";
    private static final String RECORDS = "/domain/zone/{zone}/record";
    private static final String RECORD = "/domain/zone/{zone}/record/{id}";
    /** By the vendor's schema the TTL of a record may be null. */
    private static final RecordFields FIELDS = RecordFields.of(
                    NameForm.RELATIVE_EMPTY, "subDomain", "fieldType", "target")
            .id("id")
            .optionalTtl("ttl");

    private static final ErrorTable ERRORS = ErrorTable.of(Errors.json("errorCode", "message"))
            .successUnlessNamed()
            // The session then asks for the server's time anew, and sends the request once more.
            .row(Meaning.BAD_CREDENTIALS, "INVALID_KEY", "INVALID_CREDENTIAL", "NOT_CREDENTIAL", "INVALID_SIGNATURE")
            .row(Meaning.BAD_CREDENTIALS, "QUERY_TIME_OUT")
            .rowIf(
                    Meaning.BAD_CREDENTIALS,
                    error -> error.message().matches("(?i)query out of time.*|invalid signature.*"))
            .row(Meaning.NO_PERMISSION, "NOT_GRANTED_CALL")
            .rowIf(
                    Meaning.NOT_FOUND,
                    ProblemScope.RECORD,
                    error -> error.message().startsWith("The requested object"))
            .rowIf(
                    Meaning.NOT_FOUND,
                    ProblemScope.ZONE,
                    error -> error.message().startsWith("This service does not"))
            .status(Meaning.NO_PERMISSION, 460)
            .permissionsPer(ProblemScope.ZONE) // rights are patterns of paths, which have the zone
            .hint(
                    Meaning.BAD_CREDENTIALS,
                    "the three keys must belong together and to this endpoint; make new ones at"
                            + " https://eu.api.ovh.com/createToken/")
            .hint(
                    "NOT_GRANTED_CALL",
                    "the consumer key needs the rights GET, POST, PUT and DELETE for /domain/zone/*; make new keys with"
                            + " these");

    /** The type {@code ovh}. */
    public static final ProviderType TYPE = ProviderType.of("ovh", "OVHcloud", "https://eu.api.ovh.com/console/")
            .settings(KEY, SECRET, CONSUMER)
            .http(URL, OvhProvider::signed, ERRORS)
            .abilities(Abilities.forZones().attribute(AttributeSpec.ttl(Duration.ofMinutes(1))))
            .limits("not published")
            .evidence(
                    "recorded traffic of 2018; the vendor's client for Go; tested with a strict fake. The names of some"
                            + " errors come from clients of others")
            .notes(
                    "Make the three keys at https://eu.api.ovh.com/createToken/ with the rights GET /domain/zone/*, POST"
                            + " /domain/zone/*, PUT /domain/zone/* and DELETE /domain/zone/*. DELETE is only needed to"
                            + " remove addresses.",
                    "An account of OVHcloud Canada needs \"endpoint\": \"https://ca.api.ovh.com/1.0\", one of the United"
                            + " States \"https://api.us.ovhcloud.com/1.0\".",
                    "A new record without a TTL gets that of the zone, usually 1h.",
                    "The records of a name are found by one call, and read and written by one call each. If a name has many"
                            + " records of other types, they are not read; one more call for each type finds the others. One"
                            + " more call refreshes the zone, so that all changes go live. If it fails, the changes are in"
                            + " doubt, and the next publication refreshes the zone again.",
                    "The clock of this host may be wrong: requests bear the time of the server.")
            .madeBy(OvhProvider::new);

    /** Creates one by its settings. */
    public OvhProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    /** What a session remembers is how far the server's clock is ahead. */
    private static Authorizer signed(Settings settings, ProviderContext context) {
        String key = settings.text(KEY);
        Secret secret = settings.secret(SECRET);
        Secret consumer = settings.secret(CONSUMER);
        return Session.of(
                consumer::reveal,
                // Neither is sent. An answer that repeats one is quoted without it.
                ProviderEndpoint.of(settings, URL, context)
                        .judgedBy(ERRORS)
                        .authorizedBy(Authorizer.of(consumer::reveal, request -> {
                            request.reveal(secret);
                            request.reveal(consumer);
                        })),
                http -> {
                    Instant server =
                            Instant.ofEpochSecond(http.get("/auth/time").send().asLong());
                    return Session.Grant.of(
                            Duration.between(http.publication().now(), server).toString());
                },
                (request, ahead) -> new Ovh(key, secret, consumer, () -> Duration.parse(ahead)).authorize(request));
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> http.get("/domain/zone").send().asList().stream()
                .flatMap(name -> Zone.named(name.asText()).stream())
                .toList());
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Map<DnsName, Set<RecordType>> names = new TreeMap<>();
        keys.forEach(key ->
                names.computeIfAbsent(key.name(), name -> new TreeSet<>()).add(key.type()));
        List<JsonReader> records = new ArrayList<>();
        for (Map.Entry<DnsName, Set<RecordType>> name : names.entrySet()) {
            for (String id : ids(zone, name.getKey(), name.getValue(), http)) {
                // One that is gone since then is none.
                http.get(RECORD, zone.id(), id)
                        .sendIfPresent(ProblemScope.RECORD)
                        .ifPresent(records::add);
            }
        }
        return FIELDS.listing(zone, records);
    }

    /**
     * Returns the ids of a name's records. Each costs a call, so where there are many, as at an apex, only those of the
     * types are asked for. A CNAME stands alone, and is not missed.
     */
    private static List<String> ids(Zone zone, DnsName name, Set<RecordType> types, ProviderHttp http)
            throws InterruptedException {
        List<String> ids = new ArrayList<>(ids(ofName(zone, name, http)));
        if (ids.size() > 2 * types.size()) {
            ids.clear();
            for (RecordType type : types) {
                ids.addAll(ids(ofName(zone, name, http).query("fieldType", type)));
            }
        }
        return ids;
    }

    private static ProviderRequest ofName(Zone zone, DnsName name, ProviderHttp http) {
        return http.get(RECORDS, zone.id()).query("subDomain", NameForm.RELATIVE_EMPTY.write(name, zone.name()));
    }

    private static List<String> ids(ProviderRequest request) throws InterruptedException {
        return request.send().asList().stream().map(JsonReader::asId).toList();
    }

    @Override
    protected boolean commits() {
        return true;
    }

    /** It changes no record, and does no harm if there is nothing new. */
    @Override
    protected void commit(Zone zone, ProviderHttp http) throws InterruptedException {
        http.post("/domain/zone/{zone}/refresh", zone.id()).sendForNoContent();
    }

    @Override
    protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        return FIELDS.made(
                value,
                http.post(RECORDS, zone.id())
                        .json(body -> fill(body.put("fieldType", value.type()), zone, value))
                        .send());
    }

    @Override
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        http.put(RECORD, zone.id(), value.id())
                .json(body -> fill(body, zone, value))
                .sendForNoContent();
        return value.asSent();
    }

    private static void fill(JsonBody body, Zone zone, ValueWrite value) {
        FIELDS.putChange(body, value);
        body.put("subDomain", NameForm.RELATIVE_EMPTY.write(value.name(), zone.name()));
    }

    @Override
    protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        try {
            http.delete(RECORD, zone.id(), value.id()).sendForNoContent();
        } catch (AuthenticationException e) {
            if (!e.isPermissionMissing() || e.scope() != ProblemScope.ZONE) {
                throw e;
            }
            // A key may have all other rights, which are enough for most records of the zone.
            throw AuthenticationException.withoutPermission(
                    ProblemScope.RECORD, e.problem().message());
        }
    }
}
