package io.github.ddnsjava.providers.netcup;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.ErrorTable.VendorError;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.http.Session;
import io.github.ddnsjava.publish.support.HttpZoneProvider;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordFields;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Publishes to Netcup's DNS: one URL for all calls, each within a session, and one call for all changes of a zone. A session
 * ends by itself when it is not used for a quarter of an hour, so it is not logged out: the next publication uses it, or a
 * new one. Immutable and thread-safe.
 *
 * @see <a href="https://ccp.netcup.net/run/webservice/servers/endpoint.php">the vendor's reference</a>
 */
public final class NetcupProvider extends HttpZoneProvider {
    private static final SettingSpec CUSTOMER = SettingSpec.required("customerNumber", "the customer number")
            .inForm("[0-9]{1,12}", "digits alone, as in 12345")
            .example("12345");
    private static final SettingSpec KEY = SettingSpec.secret("apiKey", "an API key of the Customer Control Panel")
            .withoutSpacesAndNot(
                    ".{64}$",
                    "the API key that the Customer Control Panel shows under Master Data, API; not a key of CloudDNS, which"
                            + " has 64 characters");
    private static final SettingSpec PASSWORD = SettingSpec.secret(
                    "apiPassword", "the API password of the Customer Control Panel")
            .withoutSpaces(
                    "the API password that the Customer Control Panel makes under Master Data, API; not that of its"
                            + " login");

    /** Nothing bounds a call but the size of a request. */
    private static final int MAX_WRITES = 500;

    private static final String URL = "https://ccp.netcup.net/run/webservice/servers/endpoint.php?JSON";
    private static final RecordFields FIELDS = RecordFields.of(NameForm.RELATIVE_AT, "hostname", "type", "destination")
            .id("id");
    /** From the last use on. We count from the login, so no use comes too late. */
    private static final Duration SESSION = Duration.ofMinutes(15);

    private static final String CLOUD_DNS =
            "check the name and the account, and whether the domain has been moved to CloudDNS, which this interface cannot"
                    + " change";

    /** The code 4013 is that of every error in a request, and of too many requests. */
    private static final ErrorTable ALL_ERRORS = ErrorTable.of(Errors.json("statuscode", "longmessage"))
            .success(Errors.jsonSuccess("status", "success").and(Errors.jsonSuccess("statuscode", "2000")))
            .rowIf(Meaning.RATE_LIMITED, error -> invalid(error, "requests per minute", "Too many error messages"))
            .row(Meaning.BAD_CREDENTIALS, "4011", "4012")
            .hint(Meaning.BAD_CREDENTIALS, "check customerNumber, apiKey and apiPassword");

    private static final ErrorTable LOGIN_ERRORS = ALL_ERRORS.row(Meaning.BAD_CREDENTIALS, "4013");
    private static final ErrorTable ERRORS = ALL_ERRORS
            .row(Meaning.BAD_CREDENTIALS, "4001")
            .row(Meaning.NOT_FOUND, ProblemScope.RECORD, "5029")
            .row(Meaning.NOT_FOUND, ProblemScope.ZONE, "5028", "5031")
            .rowIf(Meaning.NOT_FOUND, error -> invalid(error, "domainname"))
            .hint("5028", CLOUD_DNS)
            .hint("5031", CLOUD_DNS);

    /** The type {@code netcup}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "netcup", "netcup", "https://helpcenter.netcup.com/en/wiki/domain/our-api")
            .settings(CUSTOMER, KEY, PASSWORD)
            .http(URL, NetcupProvider::session, ERRORS)
            .abilities(Abilities.forZones()
                    .batch(new Abilities.Batch(MAX_WRITES, true))
                    .rateLimit(180, Duration.ofMinutes(1)))
            .limits("180 requests a minute")
            .evidence("the vendor's documentation; recorded traffic of 2019; tested with a strict fake")
            .notes(
                    "Make the API key and the API password in the Customer Control Panel under Master Data, API.",
                    "Domains that netcup has moved to CloudDNS cannot be changed by this interface: for them it says that"
                            + " the domain is not found. New domains are there from the start.",
                    "It can take 10 minutes or more until the name servers have a change.",
                    "Records have no TTL of their own. That of the zone stays as it is.",
                    "Netcup has no list of domains, so each name is asked for until its domain is found. That is remembered"
                            + " until the process ends. If there are many names, set zone at the records.",
                    "All changes of a zone are sent in one call.")
            .madeBy(NetcupProvider::new);

    /** Creates one by its settings. */
    public NetcupProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    private static boolean invalid(VendorError error, String... words) {
        return error.code().equals("4013") && List.of(words).stream().anyMatch(error.message()::contains);
    }

    private static Session session(Settings settings, ProviderContext context) {
        String customer = settings.text(CUSTOMER);
        Secret key = settings.secret(KEY);
        Secret password = settings.secret(PASSWORD);
        return Session.of(
                        () -> customer,
                        ProviderEndpoint.of(settings, URL, context).judgedBy(LOGIN_ERRORS),
                        http -> {
                            JsonReader answer = call(
                                            http,
                                            "login",
                                            param -> param.put("customernumber", customer)
                                                    .put("apikey", key)
                                                    .put("apipassword", password))
                                    .send();
                            Instant now = http.publication().now();
                            return Session.Grant.lasting(
                                    answer.at("responsedata/apisessionid").asText(), SESSION, now);
                        },
                        (request, token) -> request.jsonBody()
                                .object(
                                        "param",
                                        param -> param.put("customernumber", customer)
                                                .put("apikey", key)
                                                .put("apisessionid", token)))
                // At random it does not know a session that it has just made.
                .allowSecondLogin();
    }

    private static ProviderRequest call(ProviderHttp http, String action, Consumer<JsonBody> parameters) {
        return http.call(action)
                .readingIf(action.startsWith("info"))
                .json(body -> body.put("action", action).object("param", parameters));
    }

    @Override
    protected Zones zones() {
        return Zones.probed((name, http) -> call(http, "infoDnsZone", param -> param.put("domainname", name))
                        .sendIfPresent()
                        .map(json -> new Zone(name, json.at("responsedata/name").asText())))
                .withHint(CLOUD_DNS);
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        return call(http, "infoDnsRecords", param -> param.put("domainname", zone.id()))
                .sendIfPresent(ProblemScope.RECORD)
                .map(answer -> listing(zone, answer))
                .orElseGet(Listing::new);
    }

    private static Listing listing(Zone zone, JsonReader answer) {
        return FIELDS.listing(
                zone,
                answer.at("responsedata/dnsrecords").asList().stream()
                        .filter(json -> !json.get("deleterecord").asBoolean())
                        .toList());
    }

    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        JsonReader answer = call(
                        http,
                        "updateDnsRecords",
                        param -> param.put("domainname", zone.id())
                                .object(
                                        "dnsrecordset",
                                        set -> set.array(
                                                "dnsrecords",
                                                records(zone, writes),
                                                (json, fill) -> fill.accept(json))))
                .send();
        Listing after = listing(zone, answer);
        return results(writes, set -> {
            List<ZoneRecord> there = after.at(set.name(), set.type());
            boolean left = set.deletes().stream()
                    .anyMatch(deleted -> there.stream().map(ZoneRecord::id).anyMatch(deleted.id()::equals));
            return left ? stillThere(set) : set.result(there);
        });
    }

    private static ChangeResult stillThere(SetWrite set) {
        return new ChangeResult.Unknown(Problem.of(
                ProblemKind.PROTOCOL,
                "the provider reports success, but its answer still shows a value of " + set.name() + " " + set.type()
                        + " that was to be removed"));
    }

    /** What is removed comes last. */
    private static List<Consumer<JsonBody>> records(Zone zone, List<SetWrite> writes) {
        List<Consumer<JsonBody>> records = new ArrayList<>();
        for (SetWrite set : writes) {
            set.updates().forEach(update -> records.add(json -> fill(json, update.record(), update.address(), false)));
            set.creates()
                    .forEach(create -> records.add(
                            json -> json.put("hostname", NameForm.RELATIVE_AT.write(set.name(), zone.name()))
                                    .put("type", set.type())
                                    .put("destination", create.address())));
        }
        for (SetWrite set : writes) {
            set.deletes().forEach(gone -> records.add(json -> fill(json, gone, gone.address(), true)));
        }
        return records;
    }

    /** Repeats the record as it was listed, with that address. */
    private static void fill(JsonBody json, ZoneRecord record, IpAddress address, boolean delete) {
        record.repeat(json, "id", "hostname", "type", "priority");
        json.put("destination", address).put("deleterecord", delete);
    }
}
