package io.github.ddnsjava.providers.namecom;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Name.com's API version 4 as far as it concerns domains and their records, as strict as the vendor's description or
 * stricter. Answers leave out empty members, and are JSON that is said to be a web page.
 */
final class FakeNamecom extends ZoneFake {
    static final String USER = "jdoe";
    static final String TOKEN = "7c31e80fa95d42b6c8107fe2d93ab4568cd0f1e2";
    static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString((USER + ":" + TOKEN).getBytes(StandardCharsets.UTF_8));
    static final int PAGE = 1000;

    private static final Set<String> FIELDS = Set.of("host", "type", "answer", "ttl", "priority");
    private static final Pattern LIST = Pattern.compile("/domains/[^/]+/records");
    private static final Pattern ONE = Pattern.compile("/domains/[^/]+/records/[0-9]+");
    private static final String INVALID = "Invalid Argument";
    private static final int MIN_TTL = 300;
    private long ids = 178_073_536;

    FakeNamecom() {
        super("/v4", Unit.RECORD, new Members("host", NameForm.RELATIVE_EMPTY, "type", "answer", "ttl"));
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        String host = record.get("host").textValue();
        record.put("id", id).put("domainName", zone).put("fqdn", (host.isEmpty() ? "" : host + ".") + zone + ".");
    }

    static Refusal refusal(int status, String words) {
        ObjectNode body = JSON.createObjectNode();
        body.put("message", words.startsWith(INVALID) ? INVALID : words);
        if (words.startsWith(INVALID)) {
            body.put("details", words.substring(INVALID.length()).strip());
        }
        return new Refusal(status, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, INVALID + " Parameter Value Error - " + member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "Not Found");
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
        if (!BASIC.equals(request.getHeader("Authorization"))) {
            throw refusal(401, "Unauthenticated");
        }
        boolean paged = kind.equals("zones") || kind.equals("list");
        if (!(paged ? Set.of("page", "perPage") : Set.of()).containsAll(query.keySet())) {
            throw invalid("query", "has unknown parameters " + query.keySet());
        }
        boolean body = kind.equals("post") || kind.equals("put");
        if (body && !String.valueOf(request.getHeader("Content-Type")).startsWith("application/json")) {
            throw refusal(403, "Permission Denied");
        }
        return switch (kind) {
            case "zones" -> page(query, "domains", domains());
            case "list" ->
                page(query, "records", List.copyOf(zone(zoneOf(route)).values()));
            case "post" -> save(zoneOf(route), ++ids, body(request, FIELDS));
            case "put" -> save(zoneOf(route), existing(route), body(request, FIELDS));
            case "delete" -> delete(route);
            default -> throw noSuchRoute();
        };
    }

    private List<ObjectNode> domains() {
        return zones().stream()
                .map(zone -> JSON.createObjectNode().put("domainName", zone).put("locked", true))
                .toList();
    }

    private static ResponseDefinitionBuilder shown(JsonNode body) {
        return aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "text/html")
                .withBody(body.toString());
    }

    private ResponseDefinitionBuilder page(Map<String, String> query, String member, List<ObjectNode> all) {
        int page = number(query, "page", 1, Integer.MAX_VALUE);
        int size = number(query, "perPage", PAGE, PAGE);
        int pages = (all.size() + size - 1) / size;
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray(member);
        all.stream()
                .skip((page - 1L) * size)
                .limit(size)
                .map(FakeNamecom::brief)
                .forEach(items::add);
        return shown(page < pages ? answer.put("nextPage", page + 1).put("lastPage", pages) : answer);
    }

    /** Without the members that have the default of their type. */
    private static ObjectNode brief(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        List.copyOf(object.properties()).forEach(member -> {
            if (member.getValue().asText().matches("|0|false")) {
                copy.remove(member.getKey());
            }
        });
        return copy;
    }

    private static String zoneOf(String route) {
        return route.split("/")[2];
    }

    private long existing(String route) {
        String id = route.split("/")[4];
        if (!zone(zoneOf(route)).containsKey(id)) {
            throw noSuchRoute();
        }
        return Long.parseLong(id);
    }

    /** The whole record: what is not named gets its default. The domain itself is an empty name or an at sign. */
    private ResponseDefinitionBuilder save(String zone, long id, ObjectNode body) {
        ObjectNode record = JSON.createObjectNode().put("host", "").put("ttl", MIN_TTL);
        record.setAll(body);
        if (record.get("host").asText().equals("@")) {
            record.put("host", "");
        }
        text(record, "type");
        boolean twice = zone(zone).values().stream()
                .filter(other -> other.get("id").asLong() != id)
                .anyMatch(other -> List.of("host", "type", "answer").stream()
                        .allMatch(member -> other.path(member).equals(record.path(member))));
        if (twice) {
            throw refusal(400, INVALID + " Parameter Value Error - Duplicate Record");
        }
        store(zone, "" + id, record, MIN_TTL, Integer.MAX_VALUE);
        complete(record, zone, id);
        return shown(brief(record));
    }

    private ResponseDefinitionBuilder delete(String route) {
        zone(zoneOf(route)).remove("" + existing(route));
        return shown(JSON.createObjectNode());
    }
}
