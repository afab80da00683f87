package io.github.ddnsjava.providers.digitalocean;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DigitalOcean's API version 2 as far as it concerns domains and their records, as strict as the vendor's description or
 * stricter: names are relative, a page has at most 200 items, links to next pages forget the filter.
 */
final class FakeDigitalOcean extends ZoneFake {
    static final String TOKEN = "dop_v1_5f0e7c91b2d84a36e1c7f09ab34d5628197e0cfd36a4b8251e90c7d3f8b6a412";

    private static final Set<String> FIELDS =
            Set.of("type", "name", "data", "priority", "port", "ttl", "weight", "flags", "tag");
    private static final Pattern LIST = Pattern.compile("/domains/([^/]+)/records");
    private static final Pattern ONE = Pattern.compile("/domains/([^/]+)/records/([0-9]+)");
    private static final int SMALLEST_TTL = 30;

    FakeDigitalOcean() {
        super("/v2", Unit.RECORD, new Members("name", NameForm.RELATIVE_AT, "type", "data", "ttl"));
    }

    static FakeDigitalOcean running() {
        FakeDigitalOcean fake = new FakeDigitalOcean();
        fake.begin();
        return fake;
    }

    @Override
    public synchronized void addZone(String name) {
        super.addZone(name);
        put(name, "NS", "@", "ns1.digitalocean.com", 1800);
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", id).putNull("priority").putNull("port");
        record.putNull("weight").putNull("flags").putNull("tag");
    }

    /** Returns the records of a zone but for its name servers. */
    @Override
    public synchronized List<ObjectNode> records(String zone) {
        return super.records(zone).stream()
                .filter(record -> !record.get("type").textValue().equals("NS"))
                .toList();
    }

    static Refusal refusal(int status, String id, String message) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("id", id)
                        .put("message", message)
                        .put("request_id", "4d9d8375-3c56-4925-a3e7-eb137fed17e9")
                        .toString());
    }

    private static Refusal invalid(String message) {
        return refusal(422, "unprocessable_entity", message);
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return invalid(member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "not_found", "The resource you were accessing could not be found.");
    }

    @Override
    protected String kind(String method, String route) {
        boolean list = LIST.matcher(route).matches();
        boolean one = ONE.matcher(route).matches();
        return switch (method) {
            case "GET" -> route.equals("/domains") ? "zones" : list ? "list" : "other";
            case "POST" -> list ? "post" : "other";
            case "PATCH" -> one ? "patch" : "other";
            case "DELETE" -> one ? "delete" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
            throw refusal(401, "unauthorized", "Unable to authenticate you");
        }
        return withLimits(
                switch (kind) {
                    case "zones" -> page("domains", query, Set.of(), request, domains());
                    case "list" -> list(route, query, request);
                    case "post" -> shown(201, post(zoneOf(route), body(request, query)));
                    case "patch" -> shown(200, patch(route, body(request, query)));
                    case "delete" -> delete(route, query, request);
                    default -> throw noSuchRoute();
                });
    }

    private static ResponseDefinitionBuilder withLimits(ResponseDefinitionBuilder answer) {
        return answer.withHeader("ratelimit-limit", "5000")
                .withHeader("ratelimit-remaining", "4816")
                .withHeader("ratelimit-reset", "4102444800");
    }

    private List<JsonNode> domains() {
        List<JsonNode> domains = new ArrayList<>();
        zones().forEach(name -> domains.add(JSON.createObjectNode()
                .put("name", name)
                .put("ttl", 1800)
                .put("zone_file", "$ORIGIN " + name + ".\n")));
        return domains;
    }

    private ResponseDefinitionBuilder list(String route, Map<String, String> query, Request request) {
        String zone = zoneOf(route);
        if (query.getOrDefault("name", "").contains("*")) {
            throw invalid("whether the filter knows wildcards is not documented");
        }
        Predicate<ObjectNode> right = record -> Optional.ofNullable(query.get("name"))
                        .map(whole -> whole.equals(whole(record, zone)))
                        .orElse(true)
                && Optional.ofNullable(query.get("type"))
                        .map(type -> type.equals(record.get("type").textValue()))
                        .orElse(true);
        List<JsonNode> found = new ArrayList<>();
        zone(zone).values().stream().filter(right).forEach(found::add);
        return page("domain_records", query, Set.of("name", "type"), request, found);
    }

    private static String whole(JsonNode record, String zone) {
        String name = record.get("name").textValue();
        return name.equals("@") ? zone : name + "." + zone;
    }

    private String zoneOf(String route) {
        String name = route.split("/")[2];
        zone(name);
        return name;
    }

    private ResponseDefinitionBuilder page(
            String member, Map<String, String> query, Set<String> filters, Request request, List<JsonNode> all) {
        Map<String, String> unknown = new HashMap<>(query);
        unknown.keySet().removeAll(filters);
        int page = number(query, "page", 1, Integer.MAX_VALUE);
        int size = number(query, "per_page", 20, 200);
        unknown.keySet().removeAll(Set.of("page", "per_page"));
        if (!unknown.isEmpty()) {
            throw invalid("unknown parameters " + unknown.keySet());
        }
        ObjectNode answer = JSON.createObjectNode();
        all.stream().skip((page - 1L) * size).limit(size).forEach(answer.putArray(member)::add);
        ObjectNode links = answer.putObject("links");
        if ((long) page * size < all.size()) {
            links.putObject("pages")
                    .put(
                            "next",
                            "https://api.digitalocean.com" + request.getUrl().split("\\?")[0] + "?page=" + (page + 1)
                                    + "&per_page=" + size);
        }
        answer.putObject("meta").put("total", all.size());
        return json(200, answer.toString());
    }

    private ObjectNode body(Request request, Map<String, String> query) {
        if (!query.isEmpty()) {
            throw invalid("unknown parameters " + query.keySet());
        }
        return body(request, FIELDS);
    }

    private static ResponseDefinitionBuilder shown(int status, ObjectNode record) {
        ObjectNode answer = JSON.createObjectNode();
        answer.set("domain_record", record);
        return json(status, answer.toString());
    }

    private ObjectNode post(String zone, ObjectNode body) {
        ObjectNode record = put(zone, text(body, "type"), text(body, "name"), text(body, "data"), 1800);
        String id = record.get("id").asText();
        zone(zone).remove(id);
        record.setAll(body);
        store(zone, id, record, SMALLEST_TTL, Integer.MAX_VALUE);
        return record;
    }

    private ObjectNode patch(String route, ObjectNode body) {
        ObjectNode changed = existing(route).deepCopy();
        text(body, "type");
        changed.setAll(body);
        store(zoneOf(route), id(route), changed, SMALLEST_TTL, Integer.MAX_VALUE);
        return changed;
    }

    private ResponseDefinitionBuilder delete(String route, Map<String, String> query, Request request) {
        if (request.getBody().length > 0 || !query.isEmpty()) {
            throw invalid("nothing is expected");
        }
        existing(route);
        zone(zoneOf(route)).remove(id(route));
        return aResponse().withStatus(204);
    }

    private ObjectNode existing(String route) {
        ObjectNode record = zone(zoneOf(route)).get(id(route));
        if (record == null) {
            throw noSuchRoute();
        }
        return record;
    }

    private static String id(String route) {
        Matcher matcher = ONE.matcher(route);
        return matcher.matches() ? matcher.group(2) : "";
    }
}
