package io.github.ddnsjava.providers.namecheap;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Namecheap's XML interface as far as it concerns the list of domains and their hosts, as strict as the vendor or stricter:
 * one URL, the command and all else as parameters of the query or of a form, and HTTP 200 also for errors. A call that sets
 * hosts replaces all of a domain; what it does not say is lost, and every host gets another id.
 */
final class FakeNamecheap extends ZoneFake {
    static final String USER = "ann";
    static final String KEY = "3f8a1c60d2b94e7795ab0cde41f6283b";
    static final String IP = "198.51.100.23";

    /** The host that each domain has from the start. */
    static final String PARKED = "parked";

    private static final Set<String> GLOBAL = Set.of("ApiUser", "ApiKey", "UserName", "ClientIp", "Command");
    private static final Set<String> TYPES =
            Set.of("A", "AAAA", "ALIAS", "CAA", "CNAME", "MX", "MXE", "NS", "TXT", "URL", "URL301", "FRAME");
    private static final Set<String> MAIL = Set.of("FWD", "MX", "MXE", "OX", "NONE");
    private static final List<String> SHOWN = List.of(
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
    private static final List<String> FIELDS = List.of("HostName", "RecordType", "Address", "MXPref", "TTL");
    private static final int MOST_IN_A_QUERY = 10;

    /** The mail settings of domains that do not have the usual one. */
    final Map<String, String> mail = new HashMap<>();
    /** The domains that use other name servers. */
    final Set<String> elsewhere = new HashSet<>();
    /** The element of a host: in lower case as it was recorded, in upper case as it is documented. */
    String element = "host";

    private final List<Map<String, String>> replacements = new ArrayList<>();

    FakeNamecheap() {
        super("", Unit.RECORD, new Members("Name", NameForm.RELATIVE_AT, "Type", "Address", "TTL"));
        ttls(60, 60_000, 0);
    }

    static FakeNamecheap running() {
        FakeNamecheap fake = new FakeNamecheap();
        fake.begin();
        return fake;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        mail.clear();
        elsewhere.clear();
        element = "host";
        replacements.clear();
    }

    /** A new domain has a host that leads to a page of the vendor. */
    @Override
    public synchronized void addZone(String name) {
        super.addZone(name);
        put(name, "CNAME", PARKED, "parkingpage.namecheap.com.", 1800);
    }

    /** Removes all hosts of that name, as if by hand. */
    synchronized void drop(String zone, String name) {
        zone(zone).values().removeIf(host -> host.get("Name").textValue().equals(name));
    }

    /** Returns the parameters of the calls that replaced hosts, without those of all calls. */
    synchronized List<Map<String, String>> replacements() {
        return List.copyOf(replacements);
    }

    /** Returns what tells hosts apart, their ids left out: name, type, address, preference and TTL. */
    synchronized Set<String> hosts(String zone) {
        return records(zone).stream()
                .map(host -> Stream.of("Name", "Type", "Address", "MXPref", "TTL")
                        .map(member -> host.get(member).asText())
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.toSet());
    }

    @Override
    protected void complete(ObjectNode host, String zone, long id) {
        host.put("HostId", "" + id)
                .put("MXPref", "10")
                .put("AssociatedAppTitle", "")
                .put("FriendlyName", "")
                .put("IsActive", "true")
                .put("IsDDNSEnabled", "false");
    }

    static Refusal refusal(int number, String message) {
        return new Refusal(
                200,
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><ApiResponse Status=\"ERROR\""
                        + " xmlns=\"http://api.namecheap.com/xml.response\"><Errors><Error Number=\"" + number + "\">"
                        + escaped(message) + "</Error></Errors><Warnings/><RequestedCommand/></ApiResponse>");
    }

    private static String escaped(String text) {
        return text.chars()
                .filter(c -> c >= ' ')
                .mapToObj(c -> c == '&' || c == '<' || c == '>' || c == '"' ? "&#" + c + ";" : Character.toString(c))
                .collect(Collectors.joining());
    }

    /** Returns an answer of a command that succeeded. */
    static ResponseDefinitionBuilder success(String command, String content) {
        return aResponse()
                .withHeader("Content-Type", "text/xml; charset=utf-8")
                .withBody("<?xml version=\"1.0\" encoding=\"utf-8\"?><ApiResponse Status=\"OK\""
                        + " xmlns=\"http://api.namecheap.com/xml.response\"><Errors/><Warnings/><RequestedCommand>"
                        + command + "</RequestedCommand><CommandResponse Type=\"" + command + "\">" + content
                        + "</CommandResponse><Server>X</Server></ApiResponse>");
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(2011170, member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return new Refusal(404, "<html>not found</html>");
    }

    @Override
    protected String kind(String method, String route) {
        return "other";
    }

    @Override
    protected String kind(Request request, String route) {
        String command = parameters(request).getOrDefault("Command", "");
        return route.equals("/xml.response") && command.startsWith("namecheap.domains.")
                ? command.substring(command.lastIndexOf('.') + 1)
                : "other";
    }

    private static Map<String, String> parameters(Request request) {
        String url = request.getUrl();
        boolean get = request.getMethod().getName().equals("GET");
        String text = get ? url.substring(url.indexOf('?') + 1) : request.getBodyAsString();
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[parts.length - 1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        boolean get = request.getMethod().getName().equals("GET");
        if (kind.equals("other") || !get && !query.isEmpty()) {
            throw noSuchRoute();
        }
        if (!get && !"application/x-www-form-urlencoded".equals(request.getHeader("Content-Type"))) {
            throw invalid("the body", "is no form");
        }
        Map<String, String> given = parameters(request);
        checkWhoAsks(given);
        String command = given.get("Command");
        given.keySet().removeAll(GLOBAL);
        return switch (command) {
            case "namecheap.domains.getList" -> success(command, domains(given));
            case "namecheap.domains.dns.getHosts" -> success(command, shown(only(given, Set.of())));
            case "namecheap.domains.dns.setHosts" -> {
                replace(given, get);
                yield success(
                        command,
                        "<DomainDNSSetHostsResult Domain=\"" + given.get("SLD") + "." + given.get("TLD")
                                + "\" IsSuccess=\"true\"><Warnings/></DomainDNSSetHostsResult>");
            }
            default -> throw refusal(1010104, "Command is invalid");
        };
    }

    private static void checkWhoAsks(Map<String, String> given) {
        if (!given.keySet().containsAll(GLOBAL)) {
            throw refusal(1010101, "Parameter of " + GLOBAL + " is missing");
        }
        if (!given.get("ApiUser").equals(USER)
                || !given.get("UserName").equals(USER)
                || !given.get("ApiKey").equals(KEY)) {
            throw refusal(1011102, "API Key is invalid or API access has not been enabled");
        }
        if (!given.get("ClientIp").equals(IP)) {
            throw refusal(1011150, "Invalid request IP: " + given.get("ClientIp"));
        }
    }

    private String domains(Map<String, String> given) {
        if (!Set.of("Page", "PageSize").containsAll(given.keySet())) {
            throw invalid("the parameters", given.keySet() + " are not known");
        }
        int page = number(given, "Page", 1, Integer.MAX_VALUE);
        int size = number(given, "PageSize", 20, 100);
        String domains = zones().stream()
                .skip((page - 1L) * size)
                .limit(size)
                .map(name -> "<Domain ID=\"" + name.hashCode() + "\" Name=\"" + name + "\" User=\"" + USER
                        + "\" IsExpired=\"false\" IsLocked=\"false\" IsOurDNS=\"" + !elsewhere.contains(name) + "\"/>")
                .collect(Collectors.joining());
        return "<DomainGetListResult>" + domains + "</DomainGetListResult><Paging><TotalItems>" + zones().size()
                + "</TotalItems><CurrentPage>" + page + "</CurrentPage><PageSize>" + size + "</PageSize></Paging>";
    }

    /** Returns the domain of a call that has these parameters and no others. */
    private String only(Map<String, String> given, Set<String> more) {
        Set<String> known = new HashSet<>(more);
        known.addAll(Set.of("SLD", "TLD"));
        if (!given.keySet().equals(known)) {
            throw invalid("the parameters", given.keySet() + " are not " + known);
        }
        String domain = given.get("SLD") + "." + given.get("TLD");
        if (given.get("SLD").contains(".") || !zones().contains(domain)) {
            throw refusal(2019166, "Domain not found");
        }
        return domain;
    }

    private String shown(String domain) {
        String hosts = records(domain).stream()
                .map(host -> SHOWN.stream()
                        .map(name -> name + "=\"" + escaped(host.get(name).asText()) + "\"")
                        .collect(Collectors.joining(" ", "<" + element + " ", "/>")))
                .collect(Collectors.joining());
        return "<DomainDNSGetHostsResult Domain=\"" + domain + "\" EmailType=\"" + mail.getOrDefault(domain, "FWD")
                + "\" IsUsingOurDNS=\"" + !elsewhere.contains(domain) + "\">" + hosts + "</DomainDNSGetHostsResult>";
    }

    private void replace(Map<String, String> given, boolean get) {
        int count = (given.size() - 3) / FIELDS.size();
        Set<String> known = new HashSet<>(Set.of("EmailType"));
        for (int i = 1; i <= count; i++) {
            for (String field : FIELDS) {
                known.add(field + i);
            }
        }
        String domain = only(given, known);
        if (count == 0 || get && count > MOST_IN_A_QUERY) {
            throw invalid("HostName1", "is missing, or the query has more than " + MOST_IN_A_QUERY + " hosts");
        }
        if (elsewhere.contains(domain)) {
            throw refusal(2030288, "Cannot complete this command as this domain is not using proper DNS servers");
        }
        if (!MAIL.contains(given.get("EmailType"))) {
            throw invalid("EmailType", "is none of " + MAIL);
        }
        together(domain, () -> {
            zone(domain).clear();
            for (int i = 1; i <= count; i++) {
                add(domain, given, i);
            }
        });
        mail.put(domain, given.get("EmailType"));
        replacements.add(given);
    }

    private void add(String domain, Map<String, String> given, int i) {
        String type = given.get("RecordType" + i);
        if (!TYPES.contains(type)) {
            throw invalid("RecordType" + i, "is none of " + TYPES);
        }
        int ttl = number(given, "TTL" + i, 1800, 60_000);
        int preference = number(given, "MXPref" + i, 10, 65_535);
        ObjectNode host = put(domain, type, given.get("HostName" + i), given.get("Address" + i), ttl);
        host.put("MXPref", "" + preference);
        store(domain, host.get("HostId").textValue(), host);
    }
}
