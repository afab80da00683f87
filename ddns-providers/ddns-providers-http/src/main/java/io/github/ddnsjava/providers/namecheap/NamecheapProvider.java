package io.github.ddnsjava.providers.namecheap;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
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
import io.github.ddnsjava.publish.support.ZoneRecord;
import io.github.ddnsjava.publish.support.Zones;
import io.github.ddnsjava.xml.XmlReader;
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
            .success(Errors.xmlSuccess("@Status", "OK"))
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
                            + " because the API cannot repeat that. So is a domain without any host, and the last host"
                            + " of a domain is not removed.",
                    "Names with an ALIAS or URL redirect record are left alone.",
                    "A new record without a TTL gets 30m.",
                    "All changes of a domain are sent in one call. With the reads before and after it, a change costs four"
                            + " calls, whatever the number of records.")
            .madeBy(NamecheapProvider::new);

    private static final NameForm FORM = NameForm.RELATIVE_AT;
    private static final Pages PAGES = Pages.numbered("Page", "PageSize", 100, "CommandResponse/Paging/TotalItems")
            .inForm();

    /** What a call says of a host, each with its number behind it, and the attribute that shows it. */
    private static final Map<String, String> SHOWN =
            Map.of("HostName", "Name", "RecordType", "Type", "Address", "Address", "MXPref", "MXPref", "TTL", "TTL");

    private static final RecordFields SENT =
            RecordFields.of(FORM, "HostName", "RecordType", "Address").ttl("TTL", Duration.ofMinutes(30));

    /** What a new host has besides. The preference counts for MX alone. */
    private static final Map<String, Object> NEW = Map.of("MXPref", "10");

    /** Types of this vendor and others beside which no address can stand. */
    private static final Set<String> ALONE = Set.of("CNAME", "ALIAS", "URL", "URL301", "FRAME");

    /**
     * One record of a domain, with all that counts of what the interface shows, so that a change of anything is noticed.
     *
     * @param mail how the domain gets its mail, which each replacement repeats
     * @param id its id; empty for a new one
     * @param isSpecial whether a call cannot repeat all of it: it is switched off, or is changed by dynamic DNS
     * @param fields what a call repeats of it, by {@link #SHOWN}
     */
    private record Host(String mail, String id, boolean isSpecial, Map<String, Object> fields) {}

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
        return Zones.listed(http ->
                call(http, "namecheap.domains.getList")
                        .allXml(PAGES, "CommandResponse/DomainGetListResult/Domain")
                        .stream()
                        .flatMap(domain -> Zone.named(domain.attribute("Name").asText()).stream())
                        .toList());
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        XmlReader result = call(http, "namecheap.domains.dns.getHosts", zone)
                .sendXml()
                .at("CommandResponse/DomainDNSGetHostsResult");
        if (!result.attribute("IsUsingOurDNS").asBoolean()) {
            throw RejectedException.invalid(
                    ProblemScope.ZONE,
                    "the domain " + zone.name() + " does not use Namecheap's own name servers, so its hosts have no"
                            + " effect; select them in the panel first");
        }
        Listing listing = new Listing();
        List<Host> hosts = new ArrayList<>();
        for (XmlReader xml : result.children()) {
            if (xml.name().equalsIgnoreCase("host")) {
                Host host = host(result.attribute("EmailType").asText(), xml);
                hosts.add(host);
                if (host.isSpecial()) {
                    listing.handsOff(
                            keys,
                            "the host " + xml.attribute("Name").asText()
                                    + " of the domain is switched off or is changed by Namecheap's dynamic"
                                    + " DNS, which this API cannot repeat; make it an ordinary one, or use"
                                    + " namecheap-dyndns");
                }
                FORM.read(xml.attribute("Name").asText(), zone.name()).ifPresent(name -> add(listing, name, xml, host));
            }
        }
        return listing.withHandle(hosts);
    }

    private static Host host(String mail, XmlReader xml) {
        Map<String, Object> fields = new TreeMap<>();
        SHOWN.forEach(
                (field, attribute) -> fields.put(field, xml.attribute(attribute).asText()));
        fields.put("TTL", xml.attribute("TTL").asLong());
        boolean isSpecial = xml.attribute("IsDDNSEnabled").asBoolean(false)
                || !xml.attribute("IsActive").asBoolean(true);
        return new Host(mail, xml.attribute("HostId").asText(), isSpecial, fields);
    }

    private static void add(Listing listing, DnsName name, XmlReader xml, Host host) {
        String type = xml.attribute("Type").asText();
        if (ALONE.contains(type)) {
            listing.handsOff(name, "it has a " + type + " record; remove that first");
        }
        listing.addSet(
                name,
                type,
                address -> List.of(
                        ZoneRecord.read(name, address, xml.attribute("Address").asText())
                                .withId(host.id())
                                .withTtl(xml.attribute("TTL").asSeconds())
                                .withRaw(host)));
    }

    @Override
    protected void replace(Zone zone, List<SetWrite> sets, Listing listing, ProviderHttp http)
            throws InterruptedException {
        List<Host> before = listing.handles(Host.class);
        String mail = before.get(0).mail();
        List<Host> hosts = recordsAfter(before, sets, value -> made(mail, zone, value));
        if (hosts.isEmpty()) {
            throw RejectedException.invalid(
                    "the last host of " + zone.name() + " is not removed, because the API cannot"
                            + " replace a domain by nothing; add another one first, or remove it in the panel");
        }
        ProviderRequest request =
                call(http, "namecheap.domains.dns.setHosts", zone).form("EmailType", mail);
        for (int i = 0; i < hosts.size(); i++) {
            int number = i + 1;
            hosts.get(i).fields().forEach((field, value) -> request.form(field + number, value));
        }
        XmlReader result = request.sendXml().at("CommandResponse/DomainDNSSetHostsResult/@IsSuccess");
        if (!result.asBoolean()) {
            throw new ProtocolException("the provider reports neither a success nor an error of " + zone.name());
        }
    }

    private static Host made(String mail, Zone zone, ValueWrite value) {
        Map<String, Object> fields =
                new TreeMap<>(value.rawBefore(Host.class).map(Host::fields).orElse(NEW));
        SENT.put(fields::put, zone, value);
        return new Host(mail, "", false, fields);
    }
}
