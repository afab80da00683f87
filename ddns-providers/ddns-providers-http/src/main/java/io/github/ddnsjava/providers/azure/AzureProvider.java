package io.github.ddnsjava.providers.azure;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
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
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Publishes to Azure DNS: record sets, each with a URL of its own by type and name. A service principal logs in on another
 * host. A change names the etag of the set that was read, so it never overwrites what somebody else has changed since, and
 * leaves the set's metadata as they are. Immutable and thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/dns/">the vendor's reference</a>
 */
public final class AzureProvider extends RecordSetsProvider {
    /** The type {@code azure}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "azure", "Azure DNS", "https://learn.microsoft.com/rest/api/dns/")
            .settings(
                    SettingSpec.required("tenantId", "the directory (tenant) id of the app registration"),
                    SettingSpec.required("clientId", "the application (client) id of the app registration"),
                    SettingSpec.secret("clientSecret", "the value of a client secret of the app registration"),
                    SettingSpec.required("subscriptionId", "the id of the subscription with the zones"),
                    SettingSpec.optional(
                            "resourceGroup", "the resource group with the zones; default: all of the subscription"),
                    ProviderEndpoint.LOGIN_SETTING)
            .http()
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
                    "A new record without a TTL gets 5m. A record set has one TTL. A change keeps the one that stands there,"
                            + " unless another one is configured, its metadata, and the addresses of others at the same"
                            + " name. An alias record set is left alone.",
                    "Each record set is read and written by calls of its own. A set that somebody else changes meanwhile is"
                            + " read again first.")
            .madeBy(AzureProvider::new);

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

    private static final String GUID = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";
    private static final Pattern ID = Pattern.compile(GUID);
    private static final Pattern TENANT = Pattern.compile(GUID + "|[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
    private static final Pattern GROUP = Pattern.compile("[\\p{L}\\p{N}_().-]{0,89}[\\p{L}\\p{N}_()-]");
    /** Beside each secret the portal shows the id of the secret, which is no secret. */
    private static final Pattern SECRET = Pattern.compile("(?!" + GUID + "$)[\\x21-\\x7e]+");

    private static final ErrorTable ERRORS = ErrorTable.of(
                    Errors.either(Errors.json("error/code", "error/message"), Errors.json("code", "message")))
            .row(
                    Meaning.BAD_CREDENTIALS,
                    "ExpiredAuthenticationToken",
                    "InvalidAuthenticationToken*",
                    "AuthenticationFailed")
            .row(Meaning.NO_PERMISSION, "AuthorizationFailed", "LinkedAuthorizationFailed")
            .row(Meaning.NOT_FOUND, ProblemScope.RECORD, "NotFound")
            .row(
                    Meaning.NOT_FOUND,
                    "ResourceNotFound",
                    "ParentResourceNotFound",
                    "ResourceGroupNotFound",
                    "SubscriptionNotFound")
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
            .row(
                    Meaning.BAD_CREDENTIALS,
                    "invalid_client",
                    "unauthorized_client",
                    "invalid_grant",
                    "invalid_request",
                    "invalid_resource")
            .row(Meaning.TRANSIENT, "temporarily_unavailable", "server_error")
            .hint("invalid_client", "the client secret is wrong or has expired; make a new one and use its value")
            .hint("unauthorized_client", "check clientId and tenantId")
            .hint("invalid_request", "check tenantId");

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
        super(
                settings,
                ProviderEndpoint.of(settings, CLOUD, context)
                        .authorizedBy(session(settings, context))
                        .judgedBy(ERRORS),
                Abilities.builder()
                        .read()
                        .delete()
                        .wildcard()
                        .multiValue()
                        .attribute(AttributeSpec.ttl(Duration.ofSeconds(1), Duration.ofSeconds(Integer.MAX_VALUE)))
                        .rateLimit(500, Duration.ofMinutes(5))
                        .build());
        subscription = subscription(settings);
        group = group(settings);
    }

    private static String subscription(Settings settings) {
        return id(settings, "subscriptionId", ID, "the id that the portal shows of the subscription");
    }

    private static Optional<String> group(Settings settings) {
        Optional<String> group = settings.optionalText("resourceGroup");
        group.filter(name -> !GROUP.matcher(name).matches()).ifPresent(name -> {
            throw settings.wrong(
                    "resourceGroup", name, "the name of the resource group with the zones, without its subscription");
        });
        return group;
    }

    private static String id(Settings settings, String name, Pattern form, String allowed) {
        String text = settings.text(name);
        if (!form.matcher(text).matches()) {
            // Not shown, because it may be the secret.
            throw new ConfigurationException(
                    settings.path(name),
                    "does not have the form of what is needed",
                    allowed + ", as in 0f3a9c1e-52d4-4b7e-9a61-c8d2f7e41b05");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static Session session(Settings settings, ProviderContext context) {
        String tenant = id(settings, "tenantId", TENANT, "the Directory (tenant) ID of the app registration");
        String client = id(settings, "clientId", ID, "the Application (client) ID of the app registration");
        Secret secret = settings.secret(
                "clientSecret",
                SECRET,
                "the Value of a client secret, as the portal shows it once under Certificates & secrets of the app"
                        + " registration; not its Secret ID");
        // Zones of the same name in two groups are not the same zone, whoever asks.
        String principal = Stream.of(
                        client, tenant, subscription(settings), group(settings).orElse(""))
                .collect(Collectors.joining("/"));
        URI api = ProviderEndpoint.of(settings, CLOUD, context).base();
        String audience = OTHER_CLOUDS.stream()
                .filter(cloud -> api.toString().equalsIgnoreCase(cloud))
                .findFirst()
                .orElse(CLOUD);
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
            return list
                    .query("api-version", VERSION)
                    .query("$top", 100)
                    .all(PAGES, page -> page.get("value").asList())
                    .stream()
                    .filter(zone -> zone.at("properties/zoneType")
                            .optional()
                            .filter(type -> type.asText().equalsIgnoreCase("Private"))
                            .isEmpty())
                    .flatMap(zone -> Zone.named(
                            zone.get("name").asText(), groupOf(zone.get("id").asText()))
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
                    listing.addSet(key.name(), key.type().name(), type -> values(key.name(), type, properties));
                }
            }
        }
        return listing.withHandle(new Etags(etags));
    }

    private static List<ZoneRecord> values(DnsName name, RecordType type, JsonReader properties) {
        Duration ttl = Duration.ofSeconds(properties.get("TTL").asLong());
        return properties.get(type + "Records").asList().stream()
                .map(json -> ZoneRecord.read(name, type, json.get(address(type)).asText())
                        .withTtl(ttl))
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
                    ttl.ifPresent(seconds -> properties.put("TTL", seconds));
                    properties.array(
                            set.type() + "Records",
                            set.values(),
                            (json, address) -> json.put(address(set.type()), address));
                }))
                .send()
                .get("properties");
        List<ZoneRecord> made = values(set.name(), set.type(), answer);
        if (!made.stream().map(ZoneRecord::address).collect(Collectors.toSet()).equals(set.values())) {
            throw new ProtocolException("the provider reports success, but its answer does not show " + set.name() + " "
                    + set.type() + " with " + set.values());
        }
        return Map.of(Attributes.TTL, Duration.ofSeconds(answer.get("TTL").asLong()));
    }

    @Override
    protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) throws InterruptedException {
        ProviderRequest request =
                http.delete(SET, path(zone, set.name(), set.type())).query("api-version", VERSION);
        listing.handle(Etags.class).of(set).ifPresent(etag -> request.header("If-Match", etag));
        request.exchange();
    }
}
