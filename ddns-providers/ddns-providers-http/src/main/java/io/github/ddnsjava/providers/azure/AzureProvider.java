package io.github.ddnsjava.providers.azure;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.Pages;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.http.Session;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordSetsProvider;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Publishes to Azure DNS: record sets, each with a URL of its own by type and name. A service principal logs in on another
 * host. A change names the etag of the set that was read, so it never overwrites what somebody else has changed since, and
 * leaves the set's metadata as they are. Immutable and thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/dns/">the vendor's reference</a>
 */
public final class AzureProvider extends RecordSetsProvider {
    private static final String SAMPLE = "0f3a9c1e-52d4-4b7e-9a61-c8d2f7e41b05";
    private static final String EXAMPLE = ", as in " + SAMPLE;
    private static final SettingSpec TENANT = SettingSpec.required(
                    "tenantId", "the directory (tenant) id of the app registration")
            .inForm(
                    SettingSpec.GUID + "|[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+",
                    "the Directory (tenant) ID of the app registration" + EXAMPLE)
            .example(SAMPLE);
    private static final SettingSpec CLIENT = SettingSpec.required(
                    "clientId", "the application (client) id of the app registration")
            .guid("the Application (client) ID of the app registration" + EXAMPLE)
            .example(SAMPLE);
    /** Beside each secret the portal shows the id of the secret, which is no secret. */
    private static final SettingSpec SECRET = SettingSpec.secret(
                    "clientSecret", "the value of a client secret of the app registration")
            .withoutSpacesAndNot(
                    SettingSpec.GUID + "$",
                    "the Value of a client secret, as the portal shows it once under Certificates & secrets of the app"
                            + " registration; not its Secret ID");

    private static final SettingSpec SUBSCRIPTION = SettingSpec.required(
                    "subscriptionId", "the id of the subscription with the zones")
            .guid("the id that the portal shows of the subscription" + EXAMPLE)
            .example(SAMPLE);
    private static final SettingSpec GROUP = SettingSpec.optional(
                    "resourceGroup", "the resource group with the zones; default: all of the subscription")
            .inForm(
                    "[\\p{L}\\p{N}_().-]{0,89}[\\p{L}\\p{N}_()-]",
                    "the name of the resource group with the zones, without its subscription");

    private static final String VERSION = "2018-05-01";
    private static final String ZONES = "/providers/Microsoft.Network/dnsZones";
    private static final String SET =
            "/subscriptions/{subscription}/resourceGroups/{group}" + ZONES + "/{zone}/{type}/{name}";
    private static final String CLOUD = "https://management.azure.com";
    /** The other clouds are audiences of their own; a proxy in front of one is none. */
    private static final Set<String> OTHER_CLOUDS =
            Set.of("https://management.chinacloudapi.cn", "https://management.usgovcloudapi.net");

    private static final NameForm FORM = NameForm.RELATIVE_AT;
    private static final Pages PAGES =
            Pages.link(page -> page.get("nextLink").optional().map(JsonReader::asText));
    private static final Duration NEW_TTL = Duration.ofMinutes(5);

    private static final ErrorTable ERRORS = ErrorTable.of(
                    Errors.either(Errors.json("error/code", "error/message"), Errors.json("code", "message")))
            .row(Meaning.BAD_CREDENTIALS, "ExpiredAuthenticationToken", "InvalidAuthenticationToken*")
            .row(Meaning.BAD_CREDENTIALS, "AuthenticationFailed")
            .row(Meaning.NO_PERMISSION, "AuthorizationFailed", "LinkedAuthorizationFailed")
            .row(Meaning.NOT_FOUND, ProblemScope.RECORD, "NotFound")
            .row(Meaning.NOT_FOUND, "ResourceNotFound", "ParentResourceNotFound")
            .row(Meaning.NOT_FOUND, "ResourceGroupNotFound", "SubscriptionNotFound")
            .row(Meaning.ALREADY_THERE, "PreconditionFailed")
            .row(Meaning.TRANSIENT, "Conflict")
            .row(Meaning.RATE_LIMITED, "TooManyRequests")
            .status(Meaning.ALREADY_THERE, 412)
            .hint("InvalidAuthenticationTokenTenant", "tenantId is not the tenant of the subscription")
            .hint("ResourceGroupNotFound", "check resourceGroup and subscriptionId")
            .hint("SubscriptionNotFound", "check subscriptionId")
            .hint("ScopeLocked", "remove the lock of the zone or its resource group")
            .hint(
                    Meaning.NO_PERMISSION,
                    "give the app registration the role \"DNS Zone Contributor\" on the zone or its resource group; if it has"
                            + " it on the group alone, set resourceGroup");

    private static final ErrorTable LOGIN_ERRORS = ErrorTable.of(Errors.json("error", "error_description"))
            .row(Meaning.BAD_CREDENTIALS, "invalid_client", "unauthorized_client", "invalid_grant")
            .row(Meaning.BAD_CREDENTIALS, "invalid_request", "invalid_resource")
            .row(Meaning.TRANSIENT, "temporarily_unavailable", "server_error")
            .hint("invalid_client", "the client secret is wrong or has expired; make a new one and use its value")
            .hint("unauthorized_client", "check clientId and tenantId")
            .hint("invalid_request", "check tenantId");

    /** The type {@code azure}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "azure", "Azure DNS", "https://learn.microsoft.com/rest/api/dns/")
            .settings(TENANT, CLIENT, SECRET, SUBSCRIPTION, GROUP, ProviderEndpoint.LOGIN_SETTING)
            .http(CLOUD, AzureProvider::session, ERRORS)
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofSeconds(1)))
                    .rateLimit(500, Duration.ofMinutes(5)))
            .limits("about 500 reads and 12,000 writes in 5 minutes for each subscription")
            .evidence("the vendor's documentation; recorded traffic of 2023; tested with a strict fake")
            .notes(
                    "Make an app registration with a client secret, and give it the role \"DNS Zone Contributor\" on the zone"
                            + " or its resource group. If it may not read the whole subscription, set resourceGroup.",
                    "If the subscription has several public zones of the same name, set resourceGroup to that of the zone"
                            + " that the domain is delegated to. Private zones are ignored.",
                    "The clouds of China and of the US government need endpoint and loginEndpoint, for example"
                            + " https://management.chinacloudapi.cn and"
                            + " https://login.partner.microsoftonline.cn/TENANT/oauth2/token.",
                    "A new record without a TTL gets 5m. A change keeps the metadata of a set. An alias record set is left alone.",
                    "A set that somebody else changes meanwhile is read again first.")
            .madeBy(AzureProvider::new);

    private final String subscription;
    private final Optional<String> group;

    /** The etags of the record sets that were there. */
    private record Etags(Map<RecordKey, String> all) {
        Optional<String> of(SetWrite set) {
            return Optional.ofNullable(all.get(set.change().key()));
        }
    }

    /** Creates one by its settings. */
    public AzureProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
        subscription = id(settings, SUBSCRIPTION);
        group = settings.optionalText(GROUP);
    }

    private static String id(Settings settings, SettingSpec spec) {
        return settings.text(spec).toLowerCase(Locale.ROOT);
    }

    private static Session session(Settings settings, ProviderContext context) {
        String tenant = id(settings, TENANT);
        String client = id(settings, CLIENT);
        Secret secret = settings.secret(SECRET);
        // Zones of the same name in two groups are not the same zone, whoever asks.
        String resources =
                id(settings, SUBSCRIPTION) + "/" + settings.optionalText(GROUP).orElse("");
        String principal = client + "/" + tenant + "/" + resources;
        String api =
                ProviderEndpoint.of(settings, CLOUD, context).base().toString().toLowerCase(Locale.ROOT);
        String audience = OTHER_CLOUDS.contains(api) ? api : CLOUD;
        return Session.of(
                () -> principal,
                ProviderEndpoint.ofLogin(
                                settings, "https://login.microsoftonline.com/" + tenant + "/oauth2/token", context)
                        .judgedBy(LOGIN_ERRORS),
                http -> {
                    JsonReader answer = http.post("")
                            .form("grant_type", "client_credentials")
                            .form("client_id", client)
                            .form("client_secret", secret)
                            .form("resource", audience)
                            .send();
                    Duration life = Duration.ofSeconds(answer.get("expires_in").asLenientLong());
                    Instant now = http.publication().now();
                    return Session.Grant.lasting(answer.get("access_token").asText(), life, now);
                },
                Session::asBearer);
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> {
            ProviderRequest list = group.isPresent()
                    ? http.get(
                            "/subscriptions/{subscription}/resourceGroups/{group}" + ZONES, subscription, group.get())
                    : http.get("/subscriptions/{subscription}" + ZONES, subscription);
            List<JsonReader> zones =
                    list.query("api-version", VERSION).query("$top", 100).all(PAGES, "value");
            return zones.stream()
                    .filter(zone -> zone.at("properties/zoneType")
                            .optional()
                            .filter(type -> type.asText().equalsIgnoreCase("Private"))
                            .isEmpty())
                    .flatMap(json -> Zone.named(
                            json.get("name").asText(), groupOf(json.get("id").asText()))
                            .stream())
                    .toList();
        });
    }

    /** Its name may be in another case than where it was made. */
    private static String groupOf(String id) {
        String[] parts = id.split("/", -1);
        if (parts.length < 5 || !parts[3].equalsIgnoreCase("resourceGroups")) {
            throw new ProtocolException("the id of a zone names no resource group");
        }
        return parts[4];
    }

    private Object[] path(Zone zone, DnsName name, RecordType type) {
        return new Object[] {subscription, zone.id(), zone.name(), type, FORM.write(name, zone.name())};
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        Listing listing = new Listing();
        Map<RecordKey, String> etags = new HashMap<>();
        for (RecordKey key : keys) {
            Optional<JsonReader> set = http.get(SET, path(zone, key.name(), key.type()))
                    .query("api-version", VERSION)
                    .sendIfPresent(ProblemScope.RECORD);
            if (set.isPresent()) {
                etags.put(key, set.get().get("etag").asText());
                JsonReader properties = set.get().get("properties");
                if (properties.at("targetResource/id").isPresent()) {
                    listing.handsOff(
                            key.name(), key.type(), "it is an alias of another resource; make it a plain one first");
                } else {
                    listing.addSet(
                            key,
                            addresses(key.type(), properties),
                            properties.get("TTL").asSeconds());
                }
            }
        }
        return listing.withHandle(new Etags(etags));
    }

    private static List<JsonReader> addresses(RecordType type, JsonReader properties) {
        return properties.get(type + "Records").asList().stream()
                .map(json -> json.get(address(type)))
                .toList();
    }

    private static String address(RecordType type) {
        return type == RecordType.A ? "ipv4Address" : "ipv6Address";
    }

    /** PATCH keeps the metadata and whatever else we do not know; PUT would drop what is not sent. */
    @Override
    protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http)
            throws InterruptedException {
        Object[] path = path(zone, set.name(), set.type());
        Optional<String> etag = listing.handle(Etags.class).of(set);
        ProviderRequest request = etag.isPresent()
                ? http.patch(SET, path).header("If-Match", etag.get())
                : http.put(SET, path).header("If-None-Match", "*");
        Optional<Duration> ttl = etag.isPresent() ? set.ttl() : set.ttl().or(() -> Optional.of(NEW_TTL));
        JsonReader answer = request.query("api-version", VERSION)
                .json(body -> body.object("properties", properties -> {
                    properties.put("TTL", ttl);
                    properties.array(
                            set.type() + "Records", set.values(), (json, ip) -> json.put(address(set.type()), ip));
                }))
                .send()
                .get("properties");
        Set<IpAddress> made = addresses(set.type(), answer).stream()
                .map(JsonReader::asAddress)
                .collect(Collectors.toSet());
        if (!made.equals(set.values())) {
            throw new ProtocolException("the provider reports success, but its answer does not show " + set.name() + " "
                    + set.type() + " with " + set.values());
        }
        return Map.of(Attributes.TTL, answer.get("TTL").asSeconds());
    }

    @Override
    protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) throws InterruptedException {
        ProviderRequest request =
                http.delete(SET, path(zone, set.name(), set.type())).query("api-version", VERSION);
        listing.handle(Etags.class).of(set).ifPresent(etag -> request.header("If-Match", etag));
        request.exchange();
    }
}
