package io.github.ddnsjava.providers.linode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Linode's API version 4 as far as it concerns domains and their records, as strict as the vendor's description or
 * stricter. Every answer says when the limits are renewed by Retry-After, also a success.
 */
final class FakeLinode extends ZoneFake {
    static final String TOKEN = "5f0e7c91b2d84a36e1c7f09ab34d5628197e0cfd36a4b8251e90c7d3f8b6a412";

    private static final Set<String> FIELDS =
            Set.of("type", "name", "target", "ttl_sec", "priority", "weight", "port", "service", "protocol", "tag");
    private static final Pattern LIST = Pattern.compile("/domains/([0-9]+)/records");
    private static final Pattern ONE = Pattern.compile("/domains/([0-9]+)/records/([0-9]+)");
    private static final int[] TTLS = {
        0, 30, 120, 300, 3600, 7200, 14400, 28800, 57600, 86400, 172_800, 345_600, 604_800, 1_209_600, 2_419_200
    };

    private final Map<String, ObjectNode> domains = new LinkedHashMap<>();
    private long ids = 1_065_420;
    private boolean rounding;

    FakeLinode() {
        super("/v4", Unit.RECORD, new Members("name", NameForm.RELATIVE_EMPTY, "type", "target", "ttl_sec"));
    }

    @Override
    public synchronized void reset() {
        super.reset();
        domains.clear();
        rounding = false;
    }

    @Override
    public synchronized void addZone(String name) {
        super.addZone(name);
        domains.put(
                name,
                JSON.createObjectNode()
                        .put("id", ++ids)
                        .put("domain", name)
                        .put("type", "master")
                        .put("status", "active")
                        .put("ttl_sec", 0)
                        .put("soa_email", "hostmaster@" + name));
    }

    /** Returns the id of a domain. */
    synchronized String id(String zone) {
        return domains.get(zone).get("id").asText();
    }

    /** Changes a member of a domain, such as its type or status. */
    synchronized void change(String zone, String member, String value) {
        domains.get(zone).put(member, value);
    }

    @Override
    public synchronized void removeZone(String name) {
        super.removeZone(name);
        domains.remove(name);
    }

    /** From now on, TTLs are rounded up to the next that the vendor has, of which the cases' 7m and 11m are none. */
    synchronized void roundTtls() {
        rounding = true;
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", id).put("priority", 0).put("weight", 0).put("port", 0);
        record.putNull("service").putNull("protocol").putNull("tag");
    }

    static Refusal refusal(int status, String field, String reason) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putArray("errors").addObject().put("reason", reason);
        if (!field.isEmpty()) {
            error.put("field", field);
        }
        return new Refusal(status, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, member, why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "", "Not found");
    }

    @Override
    protected String kind(String method, String route) {
        boolean list = LIST.matcher(route).matches();
        boolean one = ONE.matcher(route).matches();
        return switch (method) {
            case "GET" -> route.equals("/domains") ? "zones" : list ? "list" : "other";
            case "POST" -> list ? "post" : "other";
            case "PUT" -> one ? "put" : "other";
            case "DELETE" -> one ? "delete" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
            throw refusal(401, "", "Invalid Token");
        }
        boolean paged = kind.equals("zones") || kind.equals("list");
        if (!(paged ? Set.of("page", "page_size") : Set.of()).containsAll(query.keySet())) {
            throw invalid("query", "unknown parameters " + query.keySet());
        }
        return switch (kind) {
            case "zones" -> page(query, List.copyOf(domains.values()));
            case "list" -> page(query, List.copyOf(zone(zoneOf(route)).values()));
            case "post" -> post(zoneOf(route), body(request, FIELDS));
            case "put" -> put(route, body(request, FIELDS));
            case "delete" -> delete(route);
            default -> throw noSuchRoute();
        };
    }

    private static ResponseDefinitionBuilder shown(JsonNode body) {
        return json(200, body.toString()).withHeader("Retry-After", "119").withHeader("X-RateLimit-Remaining", "799");
    }

    private ResponseDefinitionBuilder page(Map<String, String> query, List<? extends JsonNode> all) {
        int page = number(query, "page", 1, Integer.MAX_VALUE);
        int size = number(query, "page_size", 100, 500);
        int pages = Math.max(1, (all.size() + size - 1) / size);
        if (size < 25 || page > pages) {
            throw invalid(size < 25 ? "page_size" : "page", "out of range");
        }
        ObjectNode answer = JSON.createObjectNode();
        all.stream().skip((page - 1L) * size).limit(size).forEach(answer.putArray("data")::add);
        return shown(answer.put("page", page).put("pages", pages).put("results", all.size()));
    }

    private String zoneOf(String route) {
        String id = route.split("/")[2];
        return domains.values().stream()
                .filter(domain -> domain.get("id").asText().equals(id))
                .map(domain -> domain.get("domain").textValue())
                .findFirst()
                .orElseThrow(this::noSuchRoute);
    }

    private void save(String zone, String id, ObjectNode record) {
        JsonNode ttl = record.get("ttl_sec");
        if (rounding && ttl.isInt()) {
            record.put(
                    "ttl_sec",
                    IntStream.of(TTLS)
                            .filter(one -> one >= ttl.asInt())
                            .findFirst()
                            .orElse(2_419_200));
        }
        store(zone, id, record, 0, Integer.MAX_VALUE);
    }

    private ResponseDefinitionBuilder post(String zone, ObjectNode body) {
        ObjectNode record = JSON.createObjectNode().put("ttl_sec", 0);
        complete(record, zone, ++ids);
        text(body, "type");
        record.setAll(body);
        save(zone, "" + ids, record);
        return shown(record);
    }

    /** What is not named stays; the type cannot be changed. */
    private ResponseDefinitionBuilder put(String route, ObjectNode body) {
        ObjectNode record = existing(route).deepCopy();
        if (body.has("type") && !body.get("type").equals(record.get("type"))) {
            throw invalid("type", "cannot be changed");
        }
        record.setAll(body);
        save(zoneOf(route), record.get("id").asText(), record);
        return shown(record);
    }

    private ResponseDefinitionBuilder delete(String route) {
        zone(zoneOf(route)).remove(existing(route).get("id").asText());
        return shown(JSON.createObjectNode());
    }

    private ObjectNode existing(String route) {
        Matcher id = ONE.matcher(route);
        ObjectNode record = id.matches() ? zone(zoneOf(route)).get(id.group(2)) : null;
        if (record == null) {
            throw noSuchRoute();
        }
        return record;
    }
}
