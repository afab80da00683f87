package io.github.ddnsjava.providers.google;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.TicketStatus;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.ErrorTable.VendorError;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.Session;
import io.github.ddnsjava.publish.support.HttpZoneProvider;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.SetFields;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes to Google Cloud DNS: record sets, of which one atomic change of the managed zone replaces as many as are wanted.
 * A change repeats the sets exactly as they were, so it is refused if somebody has changed one meanwhile. It is accepted first
 * ({@code pending}) and carried out later ({@code done}). The login is that of a service account. Immutable and thread-safe.
 *
 * @see <a href="https://cloud.google.com/dns/docs/reference/rest/v1/changes/create">the vendor's reference</a>
 */
public final class GoogleProvider extends HttpZoneProvider {
    static final String PROJECT_FORM = "([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]|[0-9]{6,20}";
    private static final SettingSpec PROJECT = SettingSpec.optional(
                    "project", "the id of the project; default: that of the service account")
            .inForm(PROJECT_FORM, "the id of the project with the zones, as in my-project-123");

    private static final int MAX_BYTES = 100_000;
    private static final int MAX_SETS = 1000;

    private static final String LOGIN = "https://oauth2.googleapis.com/token";
    private static final String ZONES = "/projects/{project}/managedZones";
    private static final SetFields FIELDS = SetFields.of(NameForm.FULL_DOT, "name", "type", "rrdatas", "ttl")
            .handsOff(
                    set -> set.at("routingPolicy").isPresent(),
                    "it has a routing policy; replace it by a simple record set first");
    private static final int PAGE = 100;
    private static final Duration NEW_TTL = Duration.ofMinutes(5);
    private static final Duration USUALLY_DONE = Duration.ofSeconds(10);
    private static final Optional<String> PRIVATE = Optional.of("private");

    private static final Pages PAGES =
            Pages.token("pageToken", page -> page.at("nextPageToken").optional().map(JsonReader::asText));

    /** The forms of the API, of the server before it, and of the login. */
    private static final ErrorTable ERRORS = ErrorTable.of(Errors.either(
                    Errors.jsonList("error/errors", "reason", "message"),
                    Errors.either(
                            Errors.json("error/status", "error/message"), Errors.json("error", "error_description"))))
            .rowIf(Meaning.TRANSIENT, error -> error.message().contains("short-lived token"))
            .row(
                    Meaning.BAD_CREDENTIALS,
                    "authError",
                    "UNAUTHENTICATED",
                    "invalid_grant",
                    "invalid_client",
                    "unauthorized_client")
            .row(
                    Meaning.NO_PERMISSION,
                    ProblemScope.ACCOUNT,
                    "accessNotConfigured",
                    "SERVICE_DISABLED",
                    "inactiveBillingState",
                    "billing*")
            .row(Meaning.NO_PERMISSION, "forbidden", "PERMISSION_DENIED")
            .row(Meaning.ALREADY_THERE, "alreadyExists", "ALREADY_EXISTS", "conditionNotMet", "preconditionFailed")
            .rowIf(Meaning.ALREADY_THERE, GoogleProvider::isOld)
            .row(Meaning.QUOTA, "quotaExceeded")
            .row(Meaning.RATE_LIMITED, "rateLimitExceeded", "userRateLimitExceeded", "RESOURCE_EXHAUSTED")
            .permissionsPer(ProblemScope.ZONE)
            .hint("accessNotConfigured", "switch the Cloud DNS API on in the project")
            .hint(
                    "invalid_grant",
                    "check the clock of this host, and whether the key of the service account still exists")
            .hint(Meaning.NO_PERMISSION, "the service account needs the role DNS Administrator in the project");

    /** The type {@code google}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "google", "Google Cloud DNS", "https://cloud.google.com/dns/docs/reference/rest/v1")
            .settings(
                    SettingSpec.secret(
                            "serviceAccount", "the text of the service account's key file, mostly ${file:…}"),
                    PROJECT,
                    ProviderEndpoint.LOGIN_SETTING)
            .http("https://dns.googleapis.com/dns/v1", GoogleProvider::session, ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ZERO))
                    .batch(new Abilities.Batch(MAX_SETS, Integer.MAX_VALUE, MAX_BYTES, true))
                    .tickets()
                    .rateLimit(600, Duration.ofMinutes(1)))
            .limits("by the quota of the project, which its console shows; 1,000 record sets in a change")
            .evidence(
                    "the vendor's documentation; recorded traffic of 2018; the published vectors of the signature; tested"
                            + " with a strict fake")
            .notes(
                    "Switch the Cloud DNS API on in the project. Make a service account with the role DNS Administrator, and"
                            + " a key for it in JSON. A smaller role needs dns.managedZones.list,"
                            + " dns.resourceRecordSets.list, create, update and delete, and dns.changes.create and get.",
                    "A change is reported as pending until it has reached the name servers, mostly within seconds.",
                    "Private zones are ignored. If there are several public ones of the same name, none of them is changed:"
                            + " delete those that the domain is not delegated to.",
                    "Record sets with a routing policy are left alone.",
                    "A new record without a TTL gets 5m.",
                    "All changes of a zone are sent in one atomic call.")
            .madeBy(GoogleProvider::new);

    private final String project;

    /** Creates one by its settings. */
    public GoogleProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
        project = project(settings);
    }

    /** Tells whether a change deletes a set that is gone, because it was listed before somebody else deleted it. */
    private static boolean isOld(VendorError error) {
        return error.code().equals("notFound") && error.message().contains("entity.change.deletions");
    }

    private static String project(Settings settings) {
        return settings.optionalText(PROJECT)
                .or(() -> ServiceAccount.read(settings).project())
                .orElseThrow(() -> new ConfigurationException(
                        settings.path("project"),
                        "is missing, and the key file of the service account names none",
                        "the id of the project with the zones, as its console shows it"));
    }

    /** A service account can serve several projects, whose zones, quotas and bills are not the same. */
    private static Session session(Settings settings, ProviderContext context) {
        String email = ServiceAccount.read(settings).email();
        String account = email + "/" + project(settings);
        ProviderEndpoint login = ProviderEndpoint.ofLogin(settings, LOGIN, context)
                .authorizedBy(Authorizer.of(
                        () -> email, request -> ServiceAccount.read(settings).sign(request)))
                .judgedBy(ERRORS);
        return Session.of(
                () -> account,
                login,
                http -> {
                    JsonReader answer = http.post("")
                            .form("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
                            .send();
                    Duration life = answer.get("expires_in").asSeconds();
                    Instant now = http.publication().now();
                    return Session.Grant.lasting(answer.get("access_token").asText(), life, now);
                },
                Session::asBearer);
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> Zone.all(
                http
                        .get(ZONES, project)
                        .query("maxResults", PAGE)
                        .all(PAGES, page -> items(page, "dns#managedZonesListResponse", "managedZones"))
                        .stream()
                        .filter(zone -> !zone.at("visibility")
                                .optional()
                                .map(JsonReader::asText)
                                .equals(PRIVATE))
                        .toList(),
                "dnsName",
                "name"));
    }

    /** An empty list may be left out, so only its kind tells that it is one. */
    private static List<JsonReader> items(JsonReader page, String kind, String list) {
        if (!page.get("kind").asText().equals(kind)) {
            throw new ProtocolException("the answer is not of the kind " + kind);
        }
        return page.at(list).optional().map(JsonReader::asList).orElse(List.of());
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        return FIELDS.listing(
                zone,
                http.get(ZONES + "/{zone}/rrsets", project, zone.id())
                        .query("maxResults", PAGE)
                        .query("name", onlyName(keys).map(name -> name + "."))
                        .all(PAGES, page -> items(page, "dns#resourceRecordSetsListResponse", "rrsets")));
    }

    @Override
    protected Weight weigh(SetWrite set) {
        return Weight.ofBeforeAndAfter(set);
    }

    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        JsonReader change = http.post(ZONES + "/{zone}/changes", project, zone.id())
                .json(body -> body.array(
                                "deletions", SetWrite.before(writes), (json, set) -> FIELDS.put(json, zone, set))
                        .array(
                                "additions",
                                SetWrite.after(writes, NEW_TTL),
                                (json, set) -> FIELDS.put(json, zone, set)))
                .send();
        ChangeResult pending =
                pending(http, USUALLY_DONE, zone.id() + "/" + change.get("id").asId());
        boolean done = isDone(change);
        return results(writes, set -> done ? set.appliedWithTtl(NEW_TTL) : pending);
    }

    private static boolean isDone(JsonReader change) {
        return change.get("status").asFlag("done", "pending");
    }

    /** No change is given up once it was accepted. */
    @Override
    protected TicketStatus accepted(String ticket, ProviderHttp http) throws InterruptedException {
        String[] parts = ticket.split("/", 2);
        JsonReader change = http.get(ZONES + "/{zone}/changes/{change}", project, parts[0], parts[parts.length - 1])
                .send();
        return TicketStatus.of(isDone(change));
    }
}
