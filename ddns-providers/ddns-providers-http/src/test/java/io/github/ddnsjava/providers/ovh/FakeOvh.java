package io.github.ddnsjava.providers.ovh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OVHcloud's API version 1 as far as it concerns zones and their records: each request but the one for the time is signed
 * with the server's time, the list has ids alone, and what was changed is served after a refresh.
 */
final class FakeOvh extends ZoneFake {
    static final String KEY = "7kbG7Bk7S9Nt7ZSV";
    static final String SECRET = "EXEgWIz07P0HYwtQDs7cNIqCiQaWSuHF";
    static final String CONSUMER = "MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1";

    private static final int TOLERANCE = 60;

    /** What the name servers have, by zone and id: what was there by hand, and what was written before the last refresh. */
    private final Map<String, Map<String, ObjectNode>> served = new HashMap<>();

    private long time = 1_528_723_171;
    private String readOnly = "";
    private boolean mayDelete = true;

    FakeOvh() {
        super("/1.0", Unit.RECORD, new Members("subDomain", NameForm.RELATIVE_EMPTY, "fieldType", "target", "ttl"));
        route("time", "GET /auth/time", call -> json(200, "" + time));
        route("zones", "GET /domain/zone", call -> json(200, JSON.<JsonNode>valueToTree(zones())));
        String records = " /domain/zone/{zone}/record";
        route("ids", "GET" + records + "?fieldType,subDomain", this::ids);
        route("post", "POST" + records + " {fieldType,subDomain,target,ttl}", call -> json(200, created(timed(call))));
        route("get", "GET" + records + "/{id}", call -> json(200, existing(call)));
        route("put", "PUT" + records + "/{id} {subDomain,target,ttl}", call -> done(changed(timed(call))));
        route("delete", "DELETE" + records + "/{id}", call -> done(deleted(call)));
        route("refresh", "POST /domain/zone/{zone}/refresh", this::refresh);
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
    protected Refusal noSuchRecord() {
        return refusal(404, "", "The requested object (id = 1) does not exist");
    }

    @Override
    protected void admit(Call call) {
        boolean allowed = switch (call.kind()) {
            case "delete" -> mayDelete && !call.at("zone").equals(readOnly);
            case "post", "put" -> !call.at("zone").equals(readOnly);
            default -> true;
        };
        if (!allowed) {
            throw refusal(403, "NOT_GRANTED_CALL", "This call has not been granted");
        }
    }

    @Override
    protected void authorize(String kind, Request request) {
        if (kind.equals("time")) {
            return;
        }
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
        String method = request.getMethod().getName();
        if (!header(request, "X-Ovh-Signature")
                .equals(signature(method, request.getUrl(), request.getBodyAsString(), stamp))) {
            throw refusal(400, "INVALID_SIGNATURE", "Invalid signature");
        }
    }

    /** Returns the headers of a request that is signed. */
    synchronized Map<String, String> signed(String method, String path, String body) {
        String url = URI.create(endpoint()).getPath() + path;
        return Map.of(
                "X-Ovh-Application",
                KEY,
                "X-Ovh-Consumer",
                CONSUMER,
                "X-Ovh-Timestamp",
                "" + time,
                "X-Ovh-Signature",
                signature(method, url, body, "" + time));
    }

    private String signature(String method, String url, String body, String stamp) {
        return "$1$" + sha1(String.join("+", SECRET, CONSUMER, method, server().baseUrl() + url, body, stamp));
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

    private ResponseDefinitionBuilder ids(Call call) {
        ArrayNode ids = JSON.createArrayNode();
        found(call, "fieldType", "subDomain").forEach(record -> ids.add(record.get("id")));
        return json(200, ids);
    }

    /** A TTL of 0 is that of the zone. */
    private Call timed(Call call) {
        int ttl = call.body().path("ttl").asInt();
        if (ttl > 0 && ttl < 60) {
            throw invalid("ttl", "must be 0, or 60 or more");
        }
        return call;
    }

    private static ResponseDefinitionBuilder done(ObjectNode changed) {
        return json(200, "null");
    }

    private ResponseDefinitionBuilder refresh(Call call) {
        Map<String, ObjectNode> served = served(zone(call));
        served.clear();
        zone(zone(call)).forEach((id, record) -> served.put(id, record.deepCopy()));
        return json(200, "null");
    }
}
