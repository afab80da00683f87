package io.github.ddnsjava.providers.ovh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OVHcloud's API version 1 as far as it concerns zones and their records: each request but the one for the time is signed
 * with the server's time, the list has ids alone, and what was changed is served after a refresh.
 */
final class FakeOvh extends ZoneFake {
    static final String KEY = "7kbG7Bk7S9Nt7ZSV";
    static final String SECRET = "EXEgWIz07P0HYwtQDs7cNIqCiQaWSuHF";
    static final String CONSUMER = "MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1";

    private static final Pattern LIST = Pattern.compile("/domain/zone/([^/]+)/record");
    private static final Pattern ONE = Pattern.compile("/domain/zone/([^/]+)/record/([0-9]+)");
    private static final Pattern REFRESH = Pattern.compile("/domain/zone/([^/]+)/refresh");
    private static final int TOLERANCE = 60;

    /** What the name servers have, by zone and id: what was there by hand, and what was written before the last refresh. */
    private final Map<String, Map<String, ObjectNode>> served = new HashMap<>();

    private long time = 1_528_723_171;
    private String readOnly = "";
    private boolean mayDelete = true;

    FakeOvh() {
        super("/1.0", Unit.RECORD, new Members("subDomain", NameForm.RELATIVE_EMPTY, "fieldType", "target", "ttl"));
    }

    static FakeOvh running() {
        FakeOvh fake = new FakeOvh();
        fake.begin();
        return fake;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        served.clear();
        readOnly = "";
        mayDelete = true;
    }

    @Override
    public synchronized void removeZone(String name) {
        super.removeZone(name);
        served.remove(name);
    }

    /** The consumer key has no right to write to that zone. */
    synchronized void forbidWrites(String zone) {
        readOnly = zone;
    }

    /** The consumer key has no right to delete. */
    synchronized void forbidDelete() {
        mayDelete = false;
    }

    /** The server's clock is set. */
    synchronized void advance(long seconds) {
        time += seconds;
    }

    @Override
    public synchronized ObjectNode put(String zone, String type, String name, String value, int ttl) {
        ObjectNode record = super.put(zone, type, name, value, ttl);
        served(zone).put(record.get("id").asText(), record.deepCopy());
        return record;
    }

    /** Returns what the name servers have. The list of the interface also has what was written since the refresh. */
    @Override
    public synchronized List<ObjectNode> records(String zone) {
        zone(zone);
        return served(zone).values().stream().map(ObjectNode::deepCopy).toList();
    }

    private Map<String, ObjectNode> served(String zone) {
        return served.computeIfAbsent(zone, name -> new LinkedHashMap<>());
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", id).put("zone", zone);
    }

    static Refusal refusal(int status, String code, String message) {
        ObjectNode body = JSON.createObjectNode();
        if (!code.isEmpty()) {
            body.put("errorCode", code).put("httpCode", status + " " + code);
        }
        return new Refusal(
                status,
                body.put("class", "Client::Error").put("message", message).toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, "", "Invalid " + member + ": " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "", "This service does not exist");
    }

    @Override
    protected String kind(String method, String route) {
        boolean one = ONE.matcher(route).matches();
        boolean list = LIST.matcher(route).matches();
        return switch (method) {
            case "GET" ->
                route.equals("/auth/time")
                        ? "time"
                        : route.equals("/domain/zone") ? "zones" : list ? "ids" : one ? "get" : "other";
            case "POST" -> list ? "post" : REFRESH.matcher(route).matches() ? "refresh" : "other";
            case "PUT" -> one ? "put" : "other";
            case "DELETE" -> one ? "delete" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (kind.equals("time")) {
            return json(200, "" + time);
        }
        checkSignature(request);
        if (kind.equals("delete") && !mayDelete) {
            throw refusal(403, "NOT_GRANTED_CALL", "This call has not been granted");
        }
        if (kind.matches("post|put|delete") && route.startsWith("/domain/zone/" + readOnly + "/")) {
            throw refusal(403, "NOT_GRANTED_CALL", "This call has not been granted");
        }
        if (!kind.equals("ids") && !query.isEmpty()) {
            throw invalid("query", "is not expected");
        }
        if (kind.matches("get|delete|refresh|zones|ids") && request.getBody().length > 0) {
            throw invalid("body", "is not expected");
        }
        return switch (kind) {
            case "zones" -> json(200, JSON.valueToTree(zones()).toString());
            case "ids" -> ids(route, query);
            case "get" -> json(200, existing(route).toString());
            case "post" -> post(zoneOf(LIST, route), body(request, Set.of("fieldType", "subDomain", "target", "ttl")));
            case "put" -> put(route, body(request, Set.of("subDomain", "target", "ttl")));
            case "delete" -> {
                zone(zoneOf(ONE, route)).remove(existing(route).get("id").asText());
                yield json(200, "null");
            }
            case "refresh" -> refresh(zoneOf(REFRESH, route));
            default -> throw noSuchRoute();
        };
    }

    private void checkSignature(Request request) {
        String stamp = header(request, "X-Ovh-Timestamp");
        if (!header(request, "X-Ovh-Application").equals(KEY)) {
            throw refusal(403, "INVALID_KEY", "This application key is invalid");
        }
        if (!header(request, "X-Ovh-Consumer").equals(CONSUMER)) {
            throw refusal(403, "INVALID_CREDENTIAL", "This credential is not valid");
        }
        if (!stamp.matches("[0-9]{1,12}") || Math.abs(Long.parseLong(stamp) - time) > TOLERANCE) {
            throw refusal(400, "QUERY_TIME_OUT", "Query out of time");
        }
        String signed = String.join(
                "+",
                SECRET,
                CONSUMER,
                request.getMethod().getName(),
                server().baseUrl() + request.getUrl(),
                request.getBodyAsString(),
                stamp);
        if (!header(request, "X-Ovh-Signature").equals("$1$" + sha1(signed))) {
            throw refusal(400, "INVALID_SIGNATURE", "Invalid signature");
        }
    }

    private static String header(Request request, String name) {
        return String.valueOf(request.getHeader(name));
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private ResponseDefinitionBuilder ids(String route, Map<String, String> query) {
        if (!Set.of("fieldType", "subDomain").containsAll(query.keySet())) {
            throw invalid("query", "has unknown parameters");
        }
        ArrayNode ids = JSON.createArrayNode();
        zone(zoneOf(LIST, route)).values().stream()
                .filter(record -> query.entrySet().stream()
                        .allMatch(filter ->
                                record.get(filter.getKey()).textValue().equals(filter.getValue())))
                .forEach(record -> ids.add(record.get("id")));
        return json(200, ids.toString());
    }

    private String zoneOf(Pattern pattern, String route) {
        Matcher matcher = pattern.matcher(route);
        if (!matcher.matches()) {
            throw noSuchRoute();
        }
        zone(matcher.group(1));
        return matcher.group(1);
    }

    private ResponseDefinitionBuilder post(String zone, ObjectNode body) {
        ObjectNode record = super.put(zone, text(body, "fieldType"), text(body, "subDomain"), text(body, "target"), 0);
        String id = record.get("id").asText();
        zone(zone).remove(id);
        return stored(zone, id, record, body);
    }

    private ResponseDefinitionBuilder put(String route, ObjectNode body) {
        ObjectNode changed = existing(route).deepCopy();
        stored(zoneOf(ONE, route), changed.get("id").asText(), changed, body);
        return json(200, "null");
    }

    /** A TTL of 0 is that of the zone. */
    ResponseDefinitionBuilder stored(String zone, String id, ObjectNode record, ObjectNode body) {
        record.setAll(body);
        int smallest = record.get("ttl").asText().equals("0") ? 0 : 60;
        store(zone, id, record, smallest, Integer.MAX_VALUE);
        return json(200, record.toString());
    }

    private ResponseDefinitionBuilder refresh(String zone) {
        served(zone).clear();
        zone(zone).forEach((id, record) -> served(zone).put(id, record.deepCopy()));
        return json(200, "null");
    }

    private ObjectNode existing(String route) {
        Matcher matcher = ONE.matcher(route);
        String id = matcher.matches() ? matcher.group(2) : "";
        return Optional.ofNullable(zone(zoneOf(ONE, route)).get(id))
                .orElseThrow(() -> refusal(404, "", "The requested object (id = " + id + ") does not exist"));
    }
}
