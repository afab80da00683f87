package io.github.ddnsjava.providers.route53;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.provider.testkit.fake.TicketFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * Route 53, version 2013-04-01, as far as it concerns hosted zones and their record sets, as strict as the vendor or
 * stricter: every request is signed, which is checked by {@link SigV4}; lists begin at a name, in the order of the labels
 * from the end; a batch is atomic, has its elements in the order of the schema, and its limits count an UPSERT twice; a
 * change is PENDING first, and shown by lists at once.
 */
final class FakeRoute53 extends TicketFake {
    static final String ID = "AKIAIOSFODNN7EXAMPLE";
    static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYq8ZtTv4hLw";
    static final String TEMPORARY_ID = "ASIAIOSFODNN7EXAMPLE";
    static final String TOKEN = "IQoJb3JpZ2luX2VjEPP//////////wEaDmFwLW5vcnRoZWFzdC0yIkgwRgIhAL=";
    static final String NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";

    private static final Pattern SETS = Pattern.compile("/hostedzone/([A-Z0-9]+)/rrset/?");
    private static final Pattern CHANGE = Pattern.compile("/change/([A-Z0-9]+)");

    private record Hosted(String id, String name, boolean isPrivate) {}

    private final List<Hosted> hosted = new ArrayList<>();
    private final Map<String, String> tickets = new HashMap<>();
    private final SigV4 signature = new SigV4();
    private int ids;

    FakeRoute53() {
        super("/2013-04-01", Unit.SET, new Members("Name", NameForm.FULL_DOT, "Type", "Values", "TTL"));
        ttls(0, Integer.MAX_VALUE, 0);
    }

    static FakeRoute53 running() {
        FakeRoute53 fake = new FakeRoute53();
        fake.begin();
        return fake;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        hosted.clear();
        tickets.clear();
        signature.standsAt(null);
    }

    /** From now on, requests must be signed at most five minutes from that time. */
    synchronized void standsAt(Instant now) {
        signature.standsAt(now);
    }

    @Override
    public synchronized void addZone(String name) {
        super.addZone(name);
        addHosted(name, false);
    }

    /** Adds another hosted zone of that name, without record sets. */
    synchronized void addHosted(String name, boolean isPrivate) {
        hosted.add(new Hosted(String.format("Z01234567%010d", ++ids), name, isPrivate));
    }

    @Override
    public synchronized void removeZone(String name) {
        super.removeZone(name);
        hosted.removeIf(zone -> zone.name.equals(name));
    }

    /** Removes one of several hosted zones of a name, the last one. */
    synchronized void removeHosted(String name) {
        List<Hosted> same =
                hosted.stream().filter(zone -> zone.name.equals(name)).toList();
        hosted.remove(same.get(same.size() - 1));
    }

    /** Puts an alias there. */
    synchronized void putAlias(String zone, String type, String name) {
        ObjectNode set = JSON.createObjectNode().put("Name", name).put("Type", type);
        set.putArray("Values");
        set.put("AliasTarget", "elb.example.net.");
        zone(zone).put(name + "/" + type, set);
    }

    /** Puts one of several weighted record sets of a name there. */
    synchronized void putWeighted(String zone, String type, String name, String value, String identifier) {
        ObjectNode set = JSON.createObjectNode().put("Name", name).put("Type", type);
        set.put("SetIdentifier", identifier).put("Weight", 10).put("TTL", 60);
        set.putArray("Values").add(value);
        zone(zone).put(name + "/" + type + "/" + identifier, set);
    }

    @Override
    public synchronized void carryOut() {
        super.carryOut();
        tickets.replaceAll((id, status) -> "INSYNC");
    }

    @Override
    public synchronized void forgetTickets() {
        tickets.clear();
    }

    @Override
    protected void complete(ObjectNode set, String zone, long id) {
        // Nothing is shown besides.
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return Xml.refusal(400, "InvalidChangeBatch", "[" + member + ": " + why + "]");
    }

    @Override
    protected Refusal noSuchRoute() {
        return Xml.refusal(404, "UnknownOperationException", "");
    }

    @Override
    protected String kind(String method, String route) {
        boolean sets = SETS.matcher(route).matches();
        return switch (method) {
            case "GET" ->
                route.equals("/hostedzonesbyname")
                        ? "zones"
                        : sets && !route.endsWith("/")
                                ? "list"
                                : CHANGE.matcher(route).matches() ? "ask" : "other";
            case "POST" -> sets ? "change" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        signature.check(request);
        return switch (kind) {
            case "zones" -> zones(only(query, "dnsname", "hostedzoneid", "maxitems"));
            case "list" -> list(zoneOf(route), only(query, "name", "type", "identifier", "maxitems"));
            case "change" -> {
                only(query);
                yield change(zoneOf(route), request);
            }
            case "ask" -> {
                only(query);
                yield ask(route);
            }
            default -> throw noSuchRoute();
        };
    }

    private static Map<String, String> only(Map<String, String> query, String... known) {
        if (!Set.of(known).containsAll(query.keySet())) {
            throw Xml.refusal(400, "InvalidInput", "of " + query.keySet() + " only " + List.of(known) + " are known");
        }
        return query;
    }

    private String zoneOf(String route) {
        Matcher id = SETS.matcher(route);
        return hosted.stream()
                .filter(zone -> id.matches() && zone.id.equals(id.group(1)))
                .map(Hosted::name)
                .findFirst()
                .orElseThrow(() -> Xml.refusal(404, "NoSuchHostedZone", "No hosted zone found with ID: " + route));
    }

    /** The labels from the end, as in {@code com.example.www.}. */
    static String reversed(String name) {
        String plain = name.replace("\\052", "*").toLowerCase(Locale.ROOT);
        List<String> labels = new ArrayList<>(
                List.of((plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain).split("\\.")));
        Collections.reverse(labels);
        return String.join(".", labels) + ".";
    }

    private ResponseDefinitionBuilder zones(Map<String, String> query) {
        int size = number(query, "maxitems", 100, 100);
        String start = reversed(query.getOrDefault("dnsname", ""));
        String startId = query.getOrDefault("hostedzoneid", "");
        if (!startId.isEmpty() && !query.containsKey("dnsname")) {
            throw Xml.refusal(400, "InvalidInput", "hostedzoneid needs dnsname");
        }
        List<Hosted> found = hosted.stream()
                .sorted(Comparator.comparing((Hosted zone) -> reversed(zone.name))
                        .thenComparing(Hosted::id))
                .filter(zone -> {
                    int order = reversed(zone.name).compareTo(start);
                    return !query.containsKey("dnsname") || order > 0 || order == 0 && zone.id.compareTo(startId) >= 0;
                })
                .toList();
        StringBuilder body = Xml.begin("ListHostedZonesByNameResponse").append("<HostedZones>");
        found.stream()
                .limit(size)
                .forEach(
                        zone -> body.append("<HostedZone><Id>/hostedzone/")
                                .append(zone.id)
                                .append("</Id><Name>")
                                .append(zone.name)
                                .append(".</Name><CallerReference>x</CallerReference><Config><PrivateZone>")
                                .append(zone.isPrivate)
                                .append(
                                        "</PrivateZone></Config><ResourceRecordSetCount>2</ResourceRecordSetCount></HostedZone>"));
        body.append("</HostedZones><IsTruncated>").append(found.size() > size).append("</IsTruncated>");
        if (found.size() > size) {
            body.append("<NextDNSName>").append(found.get(size).name).append(".</NextDNSName><NextHostedZoneId>");
            body.append(found.get(size).id).append("</NextHostedZoneId>");
        }
        body.append("<MaxItems>").append(size).append("</MaxItems></ListHostedZonesByNameResponse>");
        return xml(200, body.toString());
    }

    private static String order(String name, String type, String identifier) {
        return reversed(name) + " " + type + " " + identifier;
    }

    private static String order(ObjectNode set) {
        return order(
                set.get("Name").textValue(),
                set.get("Type").textValue(),
                set.path("SetIdentifier").asText());
    }

    private ResponseDefinitionBuilder list(String zone, Map<String, String> query) {
        if (query.containsKey("type") && !query.containsKey("name")
                || query.containsKey("identifier") && !query.containsKey("type")) {
            throw Xml.refusal(400, "InvalidInput", "type needs name, and identifier needs type");
        }
        int size = number(query, "maxitems", 300, 300);
        String start = order(
                query.getOrDefault("name", ""), query.getOrDefault("type", ""), query.getOrDefault("identifier", ""));
        List<ObjectNode> found = zone(zone).values().stream()
                .sorted(Comparator.comparing(FakeRoute53::order))
                .filter(set -> !query.containsKey("name") || order(set).compareTo(start) >= 0)
                .toList();
        StringBuilder body = Xml.begin("ListResourceRecordSetsResponse").append("<ResourceRecordSets>");
        found.stream().limit(size).forEach(set -> Xml.write(body, set));
        body.append("</ResourceRecordSets><IsTruncated>")
                .append(found.size() > size)
                .append("</IsTruncated>");
        if (found.size() > size) {
            ObjectNode next = found.get(size);
            Xml.put(body, "NextRecordName", Xml.name(next));
            Xml.put(body, "NextRecordType", next.get("Type").textValue());
            if (next.has("SetIdentifier")) {
                Xml.put(body, "NextRecordIdentifier", next.get("SetIdentifier").textValue());
            }
        }
        Xml.put(body, "MaxItems", "" + size);
        return xml(200, body.append("</ListResourceRecordSetsResponse>").toString());
    }

    private ResponseDefinitionBuilder ask(String route) {
        Matcher id = CHANGE.matcher(route);
        String status = id.matches() ? tickets.get(id.group(1)) : null;
        if (status == null) {
            throw Xml.refusal(404, "NoSuchChange", "Could not find resource with ID: " + route);
        }
        return changeInfo("GetChangeResponse", id.group(1), status);
    }

    private static ResponseDefinitionBuilder changeInfo(String root, String id, String status) {
        StringBuilder body = Xml.begin(root).append("<ChangeInfo>");
        Xml.put(body, "Id", "/change/" + id);
        Xml.put(body, "Status", status);
        Xml.put(body, "SubmittedAt", "2026-11-29T13:00:00.000Z");
        return xml(200, body.append("</ChangeInfo></").append(root).append('>').toString());
    }

    private ResponseDefinitionBuilder change(String zone, Request request) {
        if (!"text/xml".equals(request.getHeader("Content-Type"))) {
            throw Xml.refusal(400, "InvalidInput", "the content type is not text/xml");
        }
        List<Element> changes = ChangeBatch.changes(request.getBodyAsString());
        Map<String, ObjectNode> before = new LinkedHashMap<>();
        zone(zone).forEach((key, set) -> before.put(key, set.deepCopy()));
        try {
            ChangeBatch.checkLimits(changes);
            changes.forEach(change -> apply(zone, change));
        } catch (Refusal e) {
            zone(zone).clear();
            zone(zone).putAll(before);
            throw e;
        }
        String ticket = String.format("C0066734WV3QQP%06d", ++ids);
        tickets.put(ticket, isHeld() ? "PENDING" : "INSYNC");
        return changeInfo("ChangeResourceRecordSetsResponse", ticket, "PENDING");
    }

    private void apply(String zone, Element change) {
        List<Element> parts = Xml.children(ChangeBatch.set(change), "Name", "Type", "TTL", "ResourceRecords");
        String name = parts.get(0).getTextContent().replace("\\052", "*");
        String type = parts.get(1).getTextContent();
        String shown = "resource record set [name='" + name + "', type='" + type + "']";
        String key = name + "/" + type;
        ObjectNode there = zone(zone).get(key);
        ObjectNode set = JSON.createObjectNode().put("Name", name).put("Type", type);
        set.put("TTL", Integer.parseInt(parts.get(2).getTextContent()));
        ChangeBatch.values(change).forEach(value -> set.withArray("Values").add(value));
        switch (ChangeBatch.action(change)) {
            case "CREATE" -> {
                if (there != null) {
                    throw Xml.refusal(
                            400, "InvalidChangeBatch", "[Tried to create " + shown + " but it already exists]");
                }
                put(zone, key, set);
            }
            case "UPSERT" -> {
                if (there != null && there.has("AliasTarget")) {
                    throw new AssertionError("an alias would be lost: " + shown);
                }
                put(zone, key, set);
            }
            case "DELETE" -> {
                if (there == null) {
                    throw Xml.refusal(
                            400, "InvalidChangeBatch", "[Tried to delete " + shown + " but it was not found]");
                }
                if (!texts(there).equals(texts(set)) || !there.get("TTL").equals(set.get("TTL"))) {
                    throw Xml.refusal(
                            400,
                            "InvalidChangeBatch",
                            "[Tried to delete " + shown + " but the values provided do not match the current values]");
                }
                zone(zone).remove(key);
            }
            default -> throw Xml.refusal(400, "InvalidInput", "Invalid XML ; unknown action");
        }
    }

    private static Set<String> texts(ObjectNode set) {
        Set<String> texts = new TreeSet<>();
        set.get("Values").forEach(value -> texts.add(value.textValue()));
        return texts;
    }

    /** Addresses may have another form than the short one. */
    private void put(String zone, String key, ObjectNode set) {
        boolean weighted = zone(zone).keySet().stream().anyMatch(other -> other.startsWith(key + "/"));
        if (weighted) {
            throw Xml.refusal(400, "InvalidChangeBatch", "[RRSet conflicts with other records with the same DNS name]");
        }
        ObjectNode checked = set.deepCopy();
        checked.putArray("Values");
        set.get("Values")
                .forEach(value -> checked.withArray("Values")
                        .add(IpAddress.tryParse(value.textValue())
                                .map(IpAddress::toString)
                                .orElse(value.textValue())));
        store(zone, key, checked);
        checked.set("Values", set.get("Values"));
    }

    /** Returns the record sets of a zone by name and type. */
    synchronized Map<String, Set<String>> sets(String zone) {
        Map<String, Set<String>> sets = new TreeMap<>();
        zone(zone).forEach((key, set) -> sets.put(key, texts(set)));
        return sets;
    }

    /** Returns the TTL of a record set. */
    synchronized Optional<Integer> ttl(String zone, String key) {
        return Optional.ofNullable(zone(zone).get(key))
                .map(set -> set.get("TTL").intValue());
    }
}
