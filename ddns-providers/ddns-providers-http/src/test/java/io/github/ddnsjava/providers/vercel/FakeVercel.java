package io.github.ddnsjava.providers.vercel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Vercel's REST API as far as it concerns domains and their records, of the one team that has them: the version of a path
 * depends on the call, a change does not name the domain, a creation shows the id alone.
 */
final class FakeVercel extends ZoneFake {
    static final String TOKEN = "bXq3vT9kLmN2pR7sWyZ4aC6d";
    static final String TEAM = "team_LLHUOMOoDlqOp8wPE4kFo9pE";

    private static final Pattern ZONE = Pattern.compile("/v5/domains/([^/]+)");
    private static final Pattern LIST = Pattern.compile("/v[45]/domains/([^/]+)/records");
    private static final Pattern CREATE = Pattern.compile("/v2/domains/([^/]+)/records");
    private static final Pattern CHANGE = Pattern.compile("/v1/domains/records/(rec_[0-9]+)");
    private static final Pattern DELETE = Pattern.compile("/v2/domains/([^/]+)/records/(rec_[0-9]+)");
    private static final int SMALLEST_TTL = 60;
    private static final String OWN = "zeit.world";

    /** Who serves the domains: Vercel's own name servers, as a rule. */
    String service = OWN;

    FakeVercel() {
        super("", Unit.RECORD, new Members("name", NameForm.RELATIVE_EMPTY, "type", "value", "ttl"));
    }

    @Override
    public synchronized void reset() {
        super.reset();
        service = OWN;
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("key", "" + id).put("id", "rec_" + id).put("slug", "").put("creator", "user");
        record.put("created", 1_628_537_900_677L)
                .put("updated", 1_628_537_900_677L)
                .put("comment", "mine");
    }

    static Refusal refusal(int status, String code, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("code", code).put("message", message);
        return new Refusal(status, body.toString());
    }

    /** A token that is wrong, has expired or was revoked. */
    static Refusal invalidToken() {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error")
                .put("code", "forbidden")
                .put("message", "Not authorized")
                .put("invalidToken", true);
        return new Refusal(403, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, "bad_request", "Invalid request: " + member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "not_found", "The domain or record was not found");
    }

    @Override
    protected String kind(String method, String route) {
        return switch (method) {
            case "GET" ->
                ZONE.matcher(route).matches() ? "zone" : LIST.matcher(route).matches() ? "list" : "other";
            case "POST" -> CREATE.matcher(route).matches() ? "post" : "other";
            case "PATCH" -> CHANGE.matcher(route).matches() ? "patch" : "other";
            case "DELETE" -> DELETE.matcher(route).matches() ? "delete" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
            throw invalidToken();
        }
        if (!TEAM.equals(query.get("teamId"))) {
            throw refusal(403, "not_authorized", "Not authorized: Trying to access resource under another scope");
        }
        Set<String> known = kind.equals("list") ? Set.of("teamId", "limit", "until", "since") : Set.of("teamId");
        if (!known.containsAll(query.keySet()) || kind.matches("zone|list|delete") && request.getBody().length > 0) {
            throw invalid("query or body", "is not expected");
        }
        return switch (kind) {
            case "zone" -> zone(name(ZONE, route), JSON.createObjectNode());
            case "list" -> list(name(LIST, route), query);
            case "post" -> post(name(CREATE, route), body(request, Set.of("name", "type", "value", "ttl", "comment")));
            case "patch" -> patch(route, body(request, Set.of("name", "type", "value", "ttl", "comment")));
            case "delete" -> {
                Matcher matcher = DELETE.matcher(route);
                if (!matcher.matches() || zone(matcher.group(1)).remove(key(matcher.group(2))) == null) {
                    throw noSuchRoute();
                }
                yield json(200, "{}");
            }
            default -> throw noSuchRoute();
        };
    }

    private static String key(String id) {
        return id.substring("rec_".length());
    }

    private String name(Pattern pattern, String route) {
        Matcher matcher = pattern.matcher(route);
        if (!matcher.matches()) {
            throw noSuchRoute();
        }
        zone(matcher.group(1));
        return matcher.group(1);
    }

    private ResponseDefinitionBuilder zone(String name, ObjectNode answer) {
        answer.putObject("domain").put("name", name).put("serviceType", service).put("verified", true);
        return json(200, answer.toString());
    }

    /** The name of a page, which is a time at the vendor, is the place in the list here. */
    private ResponseDefinitionBuilder list(String zone, Map<String, String> query) {
        int size = number(query, "limit", 20, 100);
        int from = number(query, "until", 1, Integer.MAX_VALUE) - 1;
        List<ObjectNode> all = new ArrayList<>(zone(zone).values());
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode records = answer.putArray("records");
        all.stream().skip(from).limit(size).forEach(record -> {
            ObjectNode shown = record.deepCopy();
            shown.remove("key");
            records.add(shown);
        });
        ObjectNode pages =
                answer.putObject("pagination").put("count", records.size()).putNull("prev");
        if (from + size < all.size()) {
            pages.put("next", from + size + 1);
        } else {
            pages.putNull("next");
        }
        return json(200, answer.toString());
    }

    ResponseDefinitionBuilder post(String zone, ObjectNode body) {
        ObjectNode record = put(zone, text(body, "type"), text(body, "name"), text(body, "value"), SMALLEST_TTL);
        String key = record.get("key").textValue();
        zone(zone).remove(key);
        record.setAll(body);
        boolean there = zone(zone).values().stream()
                .anyMatch(other -> List.of("name", "type", "value").stream()
                        .allMatch(member -> other.get(member).equals(record.get(member))));
        if (there) {
            throw refusal(409, "record_already_exists", "This record exists already");
        }
        store(zone, key, record, SMALLEST_TTL, Integer.MAX_VALUE);
        ObjectNode answer = JSON.createObjectNode();
        return json(200, answer.put("uid", record.get("id").textValue()).toString());
    }

    private ResponseDefinitionBuilder patch(String route, ObjectNode body) {
        Matcher matcher = CHANGE.matcher(route);
        String key = matcher.matches() ? key(matcher.group(1)) : "";
        Optional<String> found =
                zones().stream().filter(name -> zone(name).containsKey(key)).findFirst();
        String zone = found.orElseThrow(this::noSuchRoute);
        ObjectNode changed = zone(zone).get(key).deepCopy();
        changed.setAll(body);
        store(zone, key, changed, SMALLEST_TTL, Integer.MAX_VALUE);
        ObjectNode shown = changed.deepCopy();
        shown.remove(List.of("key", "type"));
        shown.set("recordType", changed.get("type"));
        return json(200, shown.put("type", "record").put("domain", zone).toString());
    }
}
