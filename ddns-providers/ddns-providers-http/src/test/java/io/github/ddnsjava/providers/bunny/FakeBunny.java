package io.github.ddnsjava.providers.bunny;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The API of bunny.net as far as it concerns zones and their records: zones have numbers, PUT creates and POST changes, types
 * are numbers, a search finds parts of names, and a change resets what it leaves out.
 */
final class FakeBunny extends ZoneFake {
    static final String KEY = "5f0e7c91-b2d8-4a36-e1c7f09ab34d-5628-197e";

    private static final List<String> TYPES = List.of(
            "A", "AAAA", "CNAME", "TXT", "MX", "Redirect", "Flatten", "PullZone", "SRV", "CAA", "PTR", "Script", "NS");
    private static final Pattern ZONE = Pattern.compile("/dnszone/([0-9]+)(?:/records(?:/([0-9]+))?)?");
    private static final Set<String> MEMBERS = Set.of(
            "Id",
            "Type",
            "Name",
            "Value",
            "Ttl",
            "Weight",
            "Priority",
            "Flags",
            "Port",
            "Tag",
            "Comment",
            "AutoSslIssuance",
            "Disabled",
            "MonitorType",
            "SmartRoutingType");
    private static final int USUAL_TTL = 300;

    private final Map<String, Long> numbers = new HashMap<>();
    private long newest = 41;

    FakeBunny() {
        super("", Unit.RECORD, new Members("Name", NameForm.RELATIVE_EMPTY, "Type", "Value", "Ttl"));
    }

    @Override
    public synchronized void addZone(String name) {
        super.addZone(name);
        numbers.put(name, ++newest);
    }

    /** Returns the number of a zone. */
    synchronized long id(String zone) {
        return numbers.get(zone);
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("Id", id).put("Accelerated", false);
        usual(record);
    }

    private static void usual(ObjectNode record) {
        record.put("Weight", 100)
                .put("Priority", 0)
                .put("Flags", 0)
                .put("Port", 0)
                .put("Disabled", false);
        record.put("MonitorType", 0).put("SmartRoutingType", 0).put("AutoSslIssuance", true);
        record.putNull("Tag").putNull("Comment");
    }

    static Refusal refusal(int status, String key, String message) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("ErrorKey", key)
                        .put("Field", "")
                        .put("Message", message)
                        .toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, "dnszone.record.invalid", member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "dnszone.not_found", "The requested DNS zone was not found");
    }

    @Override
    protected String kind(String method, String route) {
        Matcher matcher = ZONE.matcher(route);
        boolean within = matcher.matches();
        boolean one = within && matcher.group(2) != null;
        boolean records = within && route.endsWith("/records");
        return switch (method) {
            case "GET" -> route.equals("/dnszone") ? "zones" : within && !one && !records ? "list" : "other";
            case "PUT" -> records ? "create" : "other";
            case "POST" -> one ? "update" : "other";
            case "DELETE" -> one ? "delete" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!KEY.equals(request.getHeader("AccessKey"))) {
            throw refusal(401, "unauthorized", "The request authorization header is not valid");
        }
        if (kind.matches("zones|list|delete") && request.getBody().length > 0) {
            throw invalid("body", "is not expected");
        }
        if (!(kind.equals("zones") ? Set.of("page", "perPage", "search") : Set.of()).containsAll(query.keySet())) {
            throw invalid("query", "is not expected");
        }
        return switch (kind) {
            case "zones" -> search(query);
            case "list" -> json(200, shown(zoneOf(route)).toString());
            case "create" -> create(zoneOf(route), body(request, MEMBERS));
            case "update" -> update(route, body(request, MEMBERS));
            case "delete" -> {
                zone(zoneOf(route)).remove(existing(route).get("Id").asText());
                yield aResponse().withStatus(204);
            }
            default -> throw noSuchRoute();
        };
    }

    private ResponseDefinitionBuilder search(Map<String, String> query) {
        int page = number(query, "page", 1, Integer.MAX_VALUE);
        int size = number(query, "perPage", 1000, 1000);
        if (size < 5) {
            throw invalid("perPage", "is less than 5");
        }
        List<String> found = zones().stream()
                .filter(name -> name.contains(query.getOrDefault("search", "")))
                .toList();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("Items");
        found.stream().skip((page - 1L) * size).limit(size).forEach(name -> items.add(shown(name)));
        answer.put("CurrentPage", page).put("TotalItems", found.size());
        return json(
                200,
                answer.put("HasMoreItems", (long) page * size < found.size()).toString());
    }

    private ObjectNode shown(String zone) {
        ObjectNode shown = JSON.createObjectNode().put("Id", numbers.get(zone)).put("Domain", zone);
        ArrayNode records = shown.putArray("Records");
        zone(zone).values().forEach(record -> records.add(numbered(record)));
        return shown;
    }

    private static ObjectNode numbered(ObjectNode record) {
        return record.deepCopy().put("Type", TYPES.indexOf(record.get("Type").textValue()));
    }

    private String zoneOf(String route) {
        Matcher matcher = ZONE.matcher(route);
        long number = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
        return zones().stream()
                .filter(name -> numbers.get(name) == number)
                .findFirst()
                .orElseThrow(this::noSuchRoute);
    }

    ResponseDefinitionBuilder create(String zone, ObjectNode body) {
        String id = put(zone, "A", "", "", USUAL_TTL).get("Id").asText();
        ObjectNode record = JSON.createObjectNode();
        record.setAll(zone(zone).remove(id));
        return json(201, numbered(stored(zone, id, record, body)).toString());
    }

    private ObjectNode stored(String zone, String id, ObjectNode record, ObjectNode body) {
        if (!body.path("Type").isInt() || body.get("Type").intValue() >= TYPES.size()) {
            throw invalid("Type", "is no number of a type");
        }
        text(body, "Name");
        text(body, "Value");
        record.setAll(body);
        record.put("Type", TYPES.get(body.get("Type").intValue()));
        store(zone, id, record, 15, 86_400);
        return record;
    }

    /** What is left out becomes as usual. */
    private ResponseDefinitionBuilder update(String route, ObjectNode body) {
        ObjectNode changed = existing(route).deepCopy();
        if (!changed.get("Id").asText().equals(body.path("Id").asText())) {
            throw invalid("Id", "is not that of the record");
        }
        usual(changed);
        changed.put("Ttl", USUAL_TTL);
        stored(zoneOf(route), changed.get("Id").asText(), changed, body);
        return aResponse().withStatus(204);
    }

    private ObjectNode existing(String route) {
        Matcher matcher = ZONE.matcher(route);
        String id = matcher.matches() ? matcher.group(2) : "";
        return Optional.ofNullable(zone(zoneOf(route)).get(id))
                .orElseThrow(() -> refusal(404, "dnszone.record.not_found", "The record was not found"));
    }
}
