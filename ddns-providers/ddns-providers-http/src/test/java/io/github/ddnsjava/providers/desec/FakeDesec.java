package io.github.ddnsjava.providers.desec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * deSEC's domains and bulk writes of record sets, as strict as the vendor or stricter: pages of 500, a minimum TTL for
 * each domain, errors by the items of the request, and either all items or none.
 */
final class FakeDesec extends ZoneFake {
    static final String TOKEN = "i-T3b1h_OI-H9ab8tRS98stGtURe";
    static final int MINIMUM_TTL = 3600;
    static final int PAGE = 500;

    private static final Set<String> FIELDS = Set.of("subname", "type", "ttl", "records");

    /** The subnames that are not allowed for a reason of their own. */
    final Set<String> refused = new HashSet<>();
    /** The subnames that a policy of the token does not allow to write. */
    final Set<String> denied = new HashSet<>();
    /** The domains that were written to too often, and how long they must be left alone. */
    final Map<String, Duration> throttled = new LinkedHashMap<>();

    /** The minimum TTL of the domains that are added from now on. */
    int minimumTtl = MINIMUM_TTL;

    FakeDesec() {
        super("/api/v1", Unit.SET, new Members("subname", NameForm.RELATIVE_EMPTY, "type", "records", "ttl"));
        demand("Authorization", "Token " + TOKEN, refusal(401, "Invalid token."));
        ttls(0, 86_400, 0);
        route("zones", "GET /domains/?cursor", call -> page(call, described()));
        route(
                "list",
                "GET /domains/{zone}/rrsets/?cursor,subname,type",
                call -> page(call, found(call, "subname", "type")));
        route("patch", "PATCH /domains/{zone}/rrsets/ *", this::patch);
    }

    @Override
    public synchronized void reset() {
        super.reset();
        minimumTtl = MINIMUM_TTL;
        refused.clear();
        denied.clear();
        throttled.clear();
    }

    @Override
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode().put("name", zone).put("minimum_ttl", minimumTtl);
    }

    @Override
    protected void complete(ObjectNode set, String zone, long id) {
        String subname = set.get("subname").textValue();
        set.put("created", "2025-10-15T23:22:14.754330Z")
                .put("domain", zone)
                .put("name", (subname.isEmpty() ? "" : subname + ".") + zone + ".");
    }

    static Refusal refusal(int status, String detail) {
        return new Refusal(status, JSON.createObjectNode().put("detail", detail).toString());
    }

    /** A refusal of one field, as those of a request with one record set are. */
    @Override
    protected Refusal invalid(String field, String why) {
        return field(field, why);
    }

    static Refusal field(String field, String why) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray(field).add(why);
        return new Refusal(400, body.toString());
    }

    @Override
    protected Refusal conflict() {
        return field("non_field_errors", "RRset with conflicting type present");
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "Not found.");
    }

    @Override
    protected Refusal noSuchZone() {
        return refusal(404, "No Domain matches the given query.");
    }

    @Override
    protected Refusal unknown(String parameter) {
        return refusal(404, "Invalid cursor, or unknown parameter");
    }

    private ResponseDefinitionBuilder page(Call call, List<ObjectNode> items) {
        String cursor = call.query().get("cursor");
        if (cursor != null && !cursor.matches("[0-9]*")) {
            throw unknown("cursor");
        }
        if (cursor == null && items.size() > PAGE) {
            throw refusal(400, "Pagination required. You can query up to 500 items at a time.");
        }
        int begin = cursor == null || cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
        int end = Math.min(begin + PAGE, items.size());
        ResponseDefinitionBuilder answer = json(200, JSON.createArrayNode().addAll(items.subList(begin, end)));
        String filter =
                call.query().containsKey("subname") ? "subname=" + call.query().get("subname") + "&" : "";
        String url = "<" + call.url() + "?" + filter + "cursor=";
        String links = url + ">; rel=\"first\"" + (end < items.size() ? ", " + url + end + ">; rel=\"next\"" : "");
        return items.size() > PAGE ? answer.withHeader("Link", links) : answer;
    }

    private ResponseDefinitionBuilder patch(Call call) {
        String zone = zone(call);
        if (throttled.containsKey(zone)) {
            long seconds = throttled.get(zone).toSeconds();
            return refusal(429, "Request was throttled. Expected available in " + seconds + " seconds.")
                    .answer()
                    .withHeader("Retry-After", "" + seconds);
        }
        JsonNode items = content(call.request()).orElseThrow(() -> refusal(400, "JSON parse error"));
        if (!items.isArray() || items.isEmpty()) {
            throw field("non_field_errors", "Expected a list of items.");
        }
        ArrayNode answer = JSON.createArrayNode();
        together(zone, () -> all(zone, items, answer));
        return json(200, answer);
    }

    /** All items are looked at, and each has its errors in the answer. */
    private void all(String zone, JsonNode items, ArrayNode answer) {
        ArrayNode errors = JSON.createArrayNode();
        Set<String> seen = new HashSet<>();
        boolean right = true;
        for (JsonNode item : items) {
            try {
                if (!seen.add(key(item))) {
                    throw field("non_field_errors", "Same subname and type as in position(s) 0, but must be unique.");
                }
                apply(zone, item).ifPresent(answer::add);
                errors.addObject();
            } catch (Refusal refusal) {
                right = false;
                errors.add(parse(refusal.answer().build().getBody()).orElseThrow());
            }
        }
        if (!right) {
            throw new Refusal(400, errors.toString());
        }
        items.forEach(item -> {
            if (denied.contains(item.path("subname").asText())) {
                throw refusal(403, "You do not have permission to perform this action.");
            }
        });
    }

    private static String key(JsonNode item) {
        return item.path("subname").asText() + "/" + item.path("type").asText();
    }

    private Optional<ObjectNode> apply(String zone, JsonNode item) {
        if (!item.isObject()) {
            throw field("non_field_errors", "Invalid data. Expected a dictionary.");
        }
        checkMembers(item, FIELDS);
        if (!text(item, "type").matches("A|AAAA|CNAME|TXT")) {
            throw field("type", "This field is required, and must be a type in upper case.");
        }
        if (refused.contains(item.path("subname").asText())) {
            throw field("subname", "This subname is not allowed.");
        }
        JsonNode records = item.path("records");
        if (records.isArray() && records.isEmpty()) {
            zone(zone).remove(key(item));
            return Optional.empty();
        }
        ObjectNode before = zone(zone).get(key(item));
        for (String field : before == null ? List.of("ttl", "records") : List.<String>of()) {
            if (!item.has(field)) {
                throw field(field, "This field is required.");
            }
        }
        int minimum = description(zone).get("minimum_ttl").intValue();
        if (item.path("ttl").asInt(minimum) < minimum) {
            throw field("ttl", "Ensure this value is greater than or equal to " + minimum + ".");
        }
        ObjectNode set = before == null ? JSON.createObjectNode().put("subname", "") : before.deepCopy();
        set.setAll((ObjectNode) item);
        if (records.isArray()) {
            ArrayNode canonical = set.putArray("records");
            records.forEach(record -> canonical.add(IpAddress.tryParse(record.asText())
                    .<JsonNode>map(address -> TextNode.valueOf(address.toString()))
                    .orElse(record)));
        }
        store(zone, key(item), set);
        complete(set, zone, 0);
        return Optional.of(set.deepCopy());
    }
}
