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

    private final Map<String, List<ObjectNode>> served = new HashMap<>();
    private long time = 1_528_723_171;
    private boolean held;
    private String readOnly = "";

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
        carryOut();
        readOnly = "";
    }

    /** The consumer key has no right to write to that zone. */
    synchronized void forbidWrites(String zone) {
        readOnly = zone;
    }

    /** The server's clock is set. */
    synchronized void advance(long seconds) {
        time += seconds;
    }

    /** From now on no zone can be refreshed. */
    synchronized void holdBack() {
        zones().forEach(zone -> served.put(zone, super.records(zone)));
        held = true;
    }

    synchronized void carryOut() {
        served.clear();
        held = false;
    }

    /** Returns what is served, and without a stop what was written. */
    @Override
    public synchronized List<ObjectNode> records(String zone) {
        return held ? served.get(zone) : super.records(zone);
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
        ObjectNode record = put(zone, text(body, "fieldType"), text(body, "subDomain"), text(body, "target"), 0);
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
        if (held) {
            throw refusal(503, "", "the zone " + zone + " cannot be refreshed now");
        }
        return json(200, "null");
    }

    private ObjectNode existing(String route) {
        Matcher matcher = ONE.matcher(route);
        String id = matcher.matches() ? matcher.group(2) : "";
        return Optional.ofNullable(zone(zoneOf(ONE, route)).get(id))
                .orElseThrow(() -> refusal(404, "", "The requested object (id = " + id + ") does not exist"));
    }
}
