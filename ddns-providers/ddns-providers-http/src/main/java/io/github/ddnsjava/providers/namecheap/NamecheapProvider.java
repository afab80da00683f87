package io.github.ddnsjava.providers.namecheap;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
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
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.NameForm;
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
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

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
                    .rateLimit(8000, Duration.ofDays(1))
                    .build())
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

    private static final String PATH = "/xml.response";
    private static final NameForm FORM = NameForm.RELATIVE_AT;
    private static final int ZONES_PER_PAGE = 100;

    /** What a new host has where nothing else is wanted. The preference counts for MX alone. */
    private static final Map<String, String> NEW = Map.of("MXPref", "10", "TTL", "1800");

    /** What a call says of a host, each with its number behind it, and the attribute that shows it. */
    private static final Map<String, String> FIELDS =
            Map.of("HostName", "Name", "RecordType", "Type", "Address", "Address", "MXPref", "MXPref", "TTL", "TTL");

    /** Types of this vendor and others beside which no address can stand. */
    private static final Set<String> ALONE = Set.of("CNAME", "ALIAS", "URL", "URL301", "FRAME");

    /**
     * One record of a domain, with all that the interface shows of it, so that a change of anything is noticed.
     *
     * @param mail how the domain gets its mail, which each replacement repeats
     * @param id its id
     * @param isSpecial whether a call cannot repeat all of it: it is switched off, or is changed by dynamic DNS
     * @param fields what a call repeats of it, by {@link #FIELDS}
     */
    private record Host(String mail, String id, boolean isSpecial, Map<String, String> fields) {
        String field(String name) {
            return Objects.requireNonNull(fields.get(name), name);
        }
    }

    /** Creates one by its settings. */
    public NamecheapProvider(Settings settings, ProviderContext context) {
        super(TYPE, settings, context);
    }

    private static Authorizer authorizer(Settings settings) {
        String user = settings.text(USER);
        Secret key = settings.secret(KEY);
        String ip = settings.text("clientIp");
        if (IpAddress.tryParse(ip)
                .filter(address -> address.family() == IpFamily.IPV4)
                .isEmpty()) {
            throw settings.wrong(
                    "clientIp", ip, "an IPv4 address that is on the list of whitelisted IPs under API Access");
        }
        return Authorizer.of(() -> user, request -> {
            BiConsumer<String, Object> add = request.method().equals("GET") ? request::query : request::form;
            add.accept("ApiUser", user);
            add.accept("ApiKey", key);
            add.accept("UserName", user);
            add.accept("ClientIp", ip);
        });
    }

    private static ProviderRequest reading(ProviderHttp http, String command) {
        return http.get(PATH).named(command).query("Command", command);
    }

    @Override
    protected Zones zones() {
        return Zones.listed(http -> reading(http, "namecheap.domains.getList")
                .query("Page", 1)
                .query("PageSize", ZONES_PER_PAGE)
                .allXml(NamecheapProvider::next, page -> page.allAt("CommandResponse/DomainGetListResult/Domain"))
                .stream()
                .flatMap(domain -> Zone.named(domain.attribute("Name").asText()).stream())
                .toList());
    }

    private static Map<String, String> next(XmlReader page) {
        XmlReader paging = page.at("CommandResponse/Paging");
        long number = paging.get("CurrentPage").asLong();
        if (number * paging.get("PageSize").asLong() >= paging.get("TotalItems").asLong()) {
            return Map.of();
        }
        if (page.allAt("CommandResponse/DomainGetListResult/Domain").isEmpty()) {
            throw new ProtocolException("a page of the domains is empty, although another one follows");
        }
        return Map.of("Page", "" + (number + 1));
    }

    /** A domain is a label and a public suffix, whatever the number of labels in that. */
    private static String[] parts(Zone zone) {
        return zone.name().toString().split("\\.", 2);
    }

    @Override
    protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
        XmlReader result = reading(http, "namecheap.domains.dns.getHosts")
                .query("SLD", parts(zone)[0])
                .query("TLD", parts(zone)[1])
                .sendXml()
                .at("CommandResponse/DomainDNSGetHostsResult");
        if (!result.attribute("IsUsingOurDNS").asBoolean()) {
            throw new RejectedException(
                    ProblemScope.ZONE,
                    RejectedException.Reason.INVALID,
                    "the domain " + zone.name() + " does not use Namecheap's own name servers, so its hosts have no"
                            + " effect; select them in the panel first");
        }
        List<Host> hosts = result.children().stream()
                .filter(child -> child.name().equalsIgnoreCase("host"))
                .map(xml -> host(result.attribute("EmailType").asText(), xml))
                .toList();
        Listing listing = new Listing();
        hosts.forEach(
                host -> FORM.read(host.field("HostName"), zone.name()).ifPresent(name -> add(listing, name, host)));
        hosts.stream()
                .filter(Host::isSpecial)
                .findFirst()
                .ifPresent(host -> keys.forEach(key -> listing.handsOff(
                        key.name(),
                        key.type(),
                        "the host " + host.field("HostName")
                                + " of the domain is switched off or is changed by Namecheap's dynamic"
                                + " DNS, which this API cannot repeat; make it an ordinary one, or use"
                                + " namecheap-dyndns")));
        return listing.withHandle(hosts);
    }

    private static Host host(String mail, XmlReader xml) {
        Map<String, String> fields = new TreeMap<>();
        FIELDS.forEach(
                (field, attribute) -> fields.put(field, xml.attribute(attribute).asText()));
        fields.put("TTL", "" + xml.attribute("TTL").asLong());
        boolean isSpecial = xml.attribute("IsDDNSEnabled").asBoolean(false)
                || !xml.attribute("IsActive").asBoolean(true);
        return new Host(mail, xml.attribute("HostId").asText(), isSpecial, fields);
    }

    private static void add(Listing listing, DnsName name, Host host) {
        String type = host.field("RecordType");
        if (ALONE.contains(type)) {
            listing.handsOff(name, "it has a " + type + " record; remove that first");
            return;
        }
        Duration ttl = Duration.ofSeconds(Long.parseLong(host.field("TTL")));
        listing.addSet(
                name,
                type,
                address -> List.of(ZoneRecord.read(name, address, host.field("Address"))
                        .withId(host.id())
                        .withTtl(ttl)
                        .withRaw(host)));
    }

    @Override
    protected void replace(Zone zone, List<SetWrite> sets, Listing listing, ProviderHttp http)
            throws InterruptedException {
        List<Host> hosts = new ArrayList<>();
        List<?> there = listing.handle(List.class);
        there.forEach(host -> hosts.add((Host) host));
        String mail = hosts.get(0).mail();
        for (SetWrite set : sets) {
            set.deletes().forEach(gone -> hosts.remove(host(gone)));
            set.valueUpdates().forEach(value -> {
                Host before = host(value.before().orElseThrow());
                hosts.replaceAll(host -> host.equals(before) ? changed(host, value) : host);
            });
            set.valueCreates().forEach(value -> hosts.add(created(mail, zone, value)));
        }
        if (hosts.isEmpty()) {
            throw new RejectedException(
                    RejectedException.Reason.INVALID,
                    "the last host of " + zone.name() + " is not removed, because the API cannot replace a domain by"
                            + " nothing; add another one first, or remove it in the panel");
        }
        ProviderRequest request = http.post(PATH)
                .named("namecheap.domains.dns.setHosts")
                .form("Command", "namecheap.domains.dns.setHosts")
                .form("SLD", parts(zone)[0])
                .form("TLD", parts(zone)[1])
                .form("EmailType", mail);
        for (int i = 0; i < hosts.size(); i++) {
            String number = "" + (i + 1);
            hosts.get(i).fields().forEach((field, value) -> request.form(field + number, value));
        }
        XmlReader result = request.sendXml().at("CommandResponse/DomainDNSSetHostsResult/@IsSuccess");
        if (!result.asBoolean()) {
            throw new ProtocolException("the provider reports neither a success nor an error of " + zone.name());
        }
    }

    private static Host host(ZoneRecord value) {
        return (Host) value.raw().orElseThrow();
    }

    private static Host created(String mail, Zone zone, ValueWrite value) {
        Map<String, String> fields = new TreeMap<>(NEW);
        fields.put("HostName", FORM.write(value.name(), zone.name()));
        fields.put("RecordType", value.type().name());
        return changed(new Host(mail, "", false, fields), value);
    }

    private static Host changed(Host host, ValueWrite value) {
        Map<String, String> fields = new TreeMap<>(host.fields());
        fields.put("Address", value.address().toString());
        value.ttl().ifPresent(ttl -> fields.put("TTL", "" + ttl.toSeconds()));
        return new Host(host.mail(), host.id(), host.isSpecial(), fields);
    }
}
