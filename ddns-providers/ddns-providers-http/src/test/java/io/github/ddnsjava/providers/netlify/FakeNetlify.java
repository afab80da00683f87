package io.github.ddnsjava.providers.netlify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Netlify's API version 1 as far as it concerns zones and their records: names are whole, lists are arrays whose next page the
 * header Link names, and no call changes a record.
 */
final class FakeNetlify extends ZoneFake {
    static final String TOKEN = "nfp_bXq3vT9kLmN2pR7sWyZ4aC6dE8fG1hJ5";

    private static final Pattern LIST = Pattern.compile("/dns_zones/u_([a-z0-9_-]+)/dns_records");
    private static final Pattern ONE = Pattern.compile("/dns_zones/u_([a-z0-9_-]+)/dns_records/r([0-9]+)");
    private static final int USUAL_TTL = 3600;

    FakeNetlify() {
        super("/api/v1", Unit.RECORD, new Members("hostname", NameForm.FULL, "type", "value", "ttl"));
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", "r" + id).put("dns_zone_id", id(zone)).put("managed", false);
        record.putNull("priority")
                .putNull("weight")
                .putNull("port")
                .putNull("flag")
                .putNull("tag");
        record.putNull("site_id").putArray("errors");
    }

    private static String id(String zone) {
        return "u_" + zone.replace('.', '_');
    }

    static Refusal refusal(int status, String message) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("code", status)
                        .put("message", message)
                        .toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("errors").putArray(member).add(why);
        return new Refusal(422, body.toString());
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "Not Found");
    }

    @Override
    protected String kind(String method, String route) {
        boolean list = LIST.matcher(route).matches();
        return switch (method) {
            case "GET" -> route.equals("/dns_zones") ? "zones" : list ? "list" : "other";
            case "POST" -> list ? "post" : "other";
            case "DELETE" -> ONE.matcher(route).matches() ? "delete" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
            throw refusal(401, "Access Denied");
        }
        Set<String> known = switch (kind) {
            case "zones" -> Set.of("page", "per_page", "account_slug");
            case "list" -> Set.of("page", "per_page");
            default -> Set.of();
        };
        if (!known.containsAll(query.keySet()) || !kind.equals("post") && request.getBody().length > 0) {
            throw invalid("request", "has what is not expected");
        }
        return switch (kind) {
            case "zones" -> page(shown(query.getOrDefault("account_slug", "team")), query, request);
            case "list" -> page(List.copyOf(zone(zoneOf(LIST.matcher(route))).values()), query, request);
            case "post" -> post(zoneOf(LIST.matcher(route)), body(request, Set.of("type", "hostname", "value", "ttl")));
            case "delete" -> {
                Matcher matcher = ONE.matcher(route);
                if (zone(zoneOf(matcher)).remove(matcher.group(2)) == null) {
                    throw noSuchRoute();
                }
                yield aResponse().withStatus(204);
            }
            default -> throw noSuchRoute();
        };
    }

    /** The zones belong to the team {@code team}. */
    private List<ObjectNode> shown(String team) {
        return zones().stream()
                .filter(name -> team.equals("team"))
                .map(name -> JSON.createObjectNode()
                        .put("id", id(name))
                        .put("name", name)
                        .put("account_slug", "team"))
                .toList();
    }

    private ResponseDefinitionBuilder page(List<ObjectNode> all, Map<String, String> query, Request request) {
        int page = number(query, "page", 1, Integer.MAX_VALUE);
        int size = number(query, "per_page", 100, 100);
        ArrayNode items = JSON.createArrayNode();
        all.stream().skip((page - 1L) * size).limit(size).forEach(items::add);
        ResponseDefinitionBuilder answer = json(200, items.toString());
        String base = server().baseUrl() + request.getUrl().split("\\?")[0];
        return (long) page * size < all.size()
                ? answer.withHeader("Link", "<%s?page=%d&per_page=%d>; rel=\"next\"".formatted(base, page + 1, size))
                : answer;
    }

    private String zoneOf(Matcher matcher) {
        if (!matcher.matches()) {
            throw noSuchRoute();
        }
        return zones().stream()
                .filter(name -> id(name).equals("u_" + matcher.group(1)))
                .findFirst()
                .orElseThrow(this::noSuchRoute);
    }

    ResponseDefinitionBuilder post(String zone, ObjectNode body) {
        ObjectNode record = put(zone, text(body, "type"), text(body, "hostname"), text(body, "value"), USUAL_TTL);
        String key = record.get("id").textValue().substring(1);
        zone(zone).remove(key);
        record.setAll(body);
        store(zone, key, record, 1, Integer.MAX_VALUE);
        return json(201, record.toString());
    }
}
