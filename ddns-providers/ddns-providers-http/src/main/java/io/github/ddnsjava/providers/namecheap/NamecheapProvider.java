package io.github.ddnsjava.providers.namecheap;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
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
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
import io.github.ddnsjava.publish.support.RecordFields;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.ValueWrite;
import io.github.ddnsjava.publish.support.WholeZoneProvider;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.Zones;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Publishes to Namecheap's DNS, which can only replace all hosts of a domain at once: each call repeats all others as they
 * were read. A domain with a host that a call cannot repeat is left alone. Immutable and thread-safe.
 *
 * @see <a href="https://www.namecheap.com/support/api/methods/domains-dns/set-hosts/">the vendor's reference</a>
 */
public final class NamecheapProvider extends WholeZoneProvider {
    private static final SettingSpec USER = SettingSpec.required("username", "the user name of the account")
            .withoutSpaces("the user name of the login, without spaces");
    private static final SettingSpec KEY = SettingSpec.secret("apiKey", "the API key of the account")
            .withoutSpaces("the API key that the account shows under Profile, Tools, API Access, without spaces");
    private static final SettingSpec CLIENT_IP = SettingSpec.required(
                    "clientIp", "the IPv4 address of this host that is on the list of whitelisted IPs")
            .inForm(SettingSpec.IPV4, "an IPv4 address that is on the list of whitelisted IPs under API Access")
            .example("192.0.2.1");

    /** Nothing bounds a call but the size of a request. */
    private static final int MAX_WRITES = 500;

    private static final ErrorTable ERRORS = ErrorTable.of(Errors.xml("Errors/Error", "@Number", ""))
            .success(Errors.xmlSuccess("@Status", "OK").and(Errors.xmlWithout("Errors/Error")))
            .row(Meaning.RATE_LIMITED, "500000")
            .row(Meaning.BAD_CREDENTIALS, "1010*", "1011*")
            .row(Meaning.NOT_FOUND, ProblemScope.ZONE, "2019166", "2030166", "2016166", "2030288")
            .row(Meaning.UNKNOWN, "3*", "4*", "5*")
            .status(Meaning.RATE_LIMITED, 405)
            .hint(
                    "1011150",
                    "add the address from which Namecheap sees this host to the whitelisted IPs under Profile, Tools, API"
                            + " Access, and set clientIp to it")
            .hint("1011102", "check username and apiKey, and whether API access is switched on")
            .hint("2030288", "the domain must use Namecheap's own name servers");

    /** The type {@code namecheap}. */
    public static final ProviderType TYPE = ProviderType.of(
                    "namecheap", "Namecheap", "https://www.namecheap.com/support/api/methods/")
            .settings(USER, KEY, CLIENT_IP)
            .http("https://api.namecheap.com", NamecheapProvider::authorizer, ERRORS)
            .inXml()
            .abilities(Abilities.forZones()
                    .attribute(AttributeSpec.ttl(Duration.ofSeconds(60), Duration.ofSeconds(60_000)))
                    .batch(new Abilities.Batch(MAX_WRITES, true))
                    .rateLimit(20, Duration.ofMinutes(1))
                    .rateLimit(700, Duration.ofHours(1))
                    .rateLimit(8000, Duration.ofDays(1)))
            .limits("20 requests a minute, 700 an hour, 8,000 a day")
            .evidence(
                    "the vendor's documentation; recorded traffic of 2020; tested with a strict fake. Whether a replacement"
                            + " keeps SRV records is not documented")
            .notes(
                    "Switch API access on under Profile, Tools. Namecheap grants it to accounts with some domains or some"
                            + " money on them.",
                    "The requests must come from an IPv4 address on the list of whitelisted IPs. Where that address itself"
                            + " changes, use namecheap-dyndns.",
                    "All hosts of a domain are replaced by each change. They are read before and after it, and repeated with"
                            + " their TTLs and preferences, and with the mail setting of the domain. The notes that the"
                            + " panel shows beside hosts are lost, because the API does not take them.",
                    "SRV records are not shown by the documented API, so they cannot be repeated. Whether a replacement keeps"
                            + " them is not known. If the domain has some, use namecheap-dyndns, or check them after the"
                            + " first change.",
                    "A domain with a host that is switched off or is changed by Namecheap's own dynamic DNS is left alone,"
                            + " because the API cannot repeat that. So is a domain that is shown with something that this library does not"
                            + " know, or without any host, and the last host"
                            + " of a domain is not removed.",
                    "Names with an ALIAS or URL redirect record are left alone.",
                    "A new record without a TTL gets 30m.",
                    "All changes of a domain are sent in one call. With the reads before and after it, a change costs four"
                            + " calls, whatever the number of records.")
            .madeBy(NamecheapProvider::new);

    private static final Pages PAGES = Pages.numbered("Page", "PageSize", 100, "CommandResponse/Paging/TotalItems")
            .inForm();

    /** In lower case it was recorded, in upper case it is documented. */
    private static final Set<String> HOST_NAMES = Set.of("host", "Host", "HOST");

    /** What a domain is shown with. The mail setting is repeated; the rest besides the hosts is read. */
    private static final Set<String> DOMAIN = Set.of("host", "Host", "HOST", "Domain", "EmailType", "IsUsingOurDNS");

    /** What a host is shown with. No call takes the title and the friendly name, and a domain with another host than an active, plain one is left alone. */
    private static final Set<String> HOST_MEMBERS = Set.of(
            "HostId",
            "Name",
            "Type",
            "Address",
            "MXPref",
            "TTL",
            "AssociatedAppTitle",
            "FriendlyName",
            "IsActive",
            "IsDDNSEnabled");

    /** How a host is shown, and how a call says it with a number behind each field. */
    private static final RecordFields FIELDS = RecordFields.of(NameForm.RELATIVE_AT, "Name", "Type", "Address")
            .written(NameForm.RELATIVE_AT, "HostName", "RecordType")
            .id("HostId")
            .ttl("TTL", Duration.ofMinutes(30))
            .standsAlone(Set.of("ALIAS", "URL", "URL301", "FRAME"));

    /** Creates one by its settings. */
    public NamecheapProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    private static Authorizer authorizer(Settings settings) {
        String user = settings.text(USER);
        Secret key = settings.secret(KEY);
        String ip = settings.text(CLIENT_IP);
        return Authorizer.of(() -> user, request -> {
            request.form("ApiUser", user);
            request.form("ApiKey", key);
            request.form("UserName", user);
            request.form("ClientIp", ip);
        });
    }

    private static ProviderRequest call(ProviderHttp http, String command) {
        return http.post("/xml.response")
                .named(command)
                .readingIf(command.contains(".get"))
                .form("Command", command);
    }

    /** A domain is a label and a public suffix, whatever the number of labels in that. */
    private static ProviderRequest call(ProviderHttp http, String command, Zone zone) {
        String[] parts = zone.name().toString().split("\\.", 2);
        return call(http, command).form("SLD", parts[0]).form("TLD", parts[1]);
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> Zone.all(
                call(http, "namecheap.domains.getList").all(PAGES, "CommandResponse/DomainGetListResult/Domain"),
                "Name"));
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        JsonReader result =
                call(http, "namecheap.domains.dns.getHosts", zone).send().at("CommandResponse/DomainDNSGetHostsResult");
        if (!result.get("IsUsingOurDNS").asBoolean()) {
            throw RejectedException.invalid(
                    ProblemScope.ZONE,
                    "the domain " + zone.name() + " does not use Namecheap's own name servers, so its hosts have no"
                            + " effect; select them in the panel first");
        }
        if (!result.get("Domain").asText().equalsIgnoreCase(zone.name().toString())) {
            throw new ProtocolException(
                    result.get("Domain") + " is not " + zone.name() + ", so the hosts are not its own");
        }
        checkRepeatable(zone, result, DOMAIN);
        List<JsonReader> hosts = new ArrayList<>();
        for (String name : HOST_NAMES) {
            hosts.addAll(result.get(name).asList());
        }
        for (JsonReader host : hosts) {
            checkRepeatable(zone, host, HOST_MEMBERS);
            repeated(host); // one that lacks a field is noticed before anything is sent
        }
        Listing listing = FIELDS.listing(zone, hosts);
        for (JsonReader host : hosts) {
            if (host.get("IsDDNSEnabled").asBoolean(false)
                    || !host.get("IsActive").asBoolean(true)) {
                listing.handsOff(
                        keys,
                        "the host " + host.get("Name").asText() + " of the domain is switched off or is changed by"
                                + " Namecheap's dynamic DNS, which this API cannot repeat; make it an ordinary one, or use"
                                + " namecheap-dyndns");
            }
        }
        return listing.withHandle(new Contents(hosts, result.get("EmailType").asText()));
    }

    @Override
    protected void replace(Zone zone, List<SetWrite> sets, Listing listing, ProviderHttp http)
            throws InterruptedException {
        Contents before = listing.handle(Contents.class);
        List<Map<String, Object>> hosts = before.after(sets, NamecheapProvider::repeated, value -> made(zone, value));
        ProviderRequest request =
                call(http, "namecheap.domains.dns.setHosts", zone).form("EmailType", before.rest());
        for (int i = 0; i < hosts.size(); i++) {
            int number = i + 1;
            hosts.get(i).forEach((field, value) -> request.form(field + number, value));
        }
        if (!request.send()
                .at("CommandResponse/DomainDNSSetHostsResult/IsSuccess")
                .asBoolean()) {
            throw new ProtocolException("the provider reports neither a success nor an error of " + zone.name());
        }
    }

    private static Map<String, Object> repeated(JsonReader host) {
        Map<String, Object> fields = new TreeMap<>();
        FIELDS.repeat(fields::put, host);
        fields.put("MXPref", host.get("MXPref").asText());
        return fields;
    }

    /** The preference counts for MX alone. */
    private static Map<String, Object> made(Zone zone, ValueWrite value) {
        Map<String, Object> fields = value.rawBefore(JsonReader.class)
                .map(NamecheapProvider::repeated)
                .orElseGet(() -> new TreeMap<>(Map.of("MXPref", "10")));
        FIELDS.put(fields::put, zone, value);
        return fields;
    }
}
