package io.github.ddnsjava.providers.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.Signatures;
import io.github.ddnsjava.provider.testkit.fake.TicketFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Huawei Cloud DNS, version 2.1, as far as it concerns public zones and their record sets: every request signed by
 * SDK-HMAC-SHA256, which is checked here by code of its own. Names are found by a part of them unless the request says
 * otherwise. A write is answered with 202 and the record set in a pending state. A change keeps what it leaves out, but not
 * the line.
 */
final class FakeHuawei extends TicketFake {
    static final String ID = "QTWAOYTTINDUT2QVKYUC";
    static final String KEY = "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc";

    private static final Pattern AUTHORIZATION =
            Pattern.compile("SDK-HMAC-SHA256 Access=([^,]+), SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");
    private static final Pattern ZONE = Pattern.compile("/v2\\.1/zones/([0-9a-f]+)/recordsets(?:/([0-9a-f]+))?");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int USUAL_TTL = 300;

    private final Map<String, String> ids = new HashMap<>();
    /** What the name servers have while nothing is carried out. */
    private Optional<Instant> now = Optional.empty();

    private boolean forgotten;
    private Optional<String> token = Optional.empty();
    private int made = 0xa000;

    FakeHuawei() {
        super("", Unit.SET, new Members("name", NameForm.FULL_DOT, "type", "records", "ttl"));
        ttls(1, Integer.MAX_VALUE, 0);
    }

    static FakeHuawei running() {
        FakeHuawei fake = new FakeHuawei();
        fake.begin();
        return fake;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        ids.clear();
        now = Optional.empty();
        forgotten = false;
        token = Optional.empty();
    }

    /** From now on, its key is a temporary one, with that token. */
    synchronized void temporary(String securityToken) {
        token = Optional.of(securityToken);
    }

    @Override
    public synchronized void carryOut() {
        super.carryOut();
        for (String zone : zones()) {
            zone(zone).values().removeIf(set -> status(set).equals("PENDING_DELETE"));
            zone(zone).values().stream()
                    .filter(set -> status(set).startsWith("PENDING_"))
                    .forEach(set -> set.put("status", "ACTIVE"));
        }
    }

    @Override
    public synchronized void forgetTickets() {
        forgotten = true;
    }

    /** Gives all sets of a zone that status. */
    synchronized void status(String zone, String status) {
        zone(zone).values().forEach(set -> set.put("status", status));
    }

    private static String status(ObjectNode set) {
        return set.get("status").textValue();
    }

    @Override
    public synchronized void addZone(String name) {
        super.addZone(name);
        ids.put(name, "2c9eb155587194ec0158" + Integer.toHexString(++made));
    }

    /** From now on, its clock stands, and requests of another time are refused. Before, it has the time of each request. */
    synchronized void standsAt(Instant time) {
        now = Optional.of(time);
    }

    /** Puts one more record set of a name and type, for another line or with another weight. */
    synchronized ObjectNode putMore(String zone, String type, String name, String value, String line) {
        Optional<ObjectNode> there = Optional.ofNullable(zone(zone).remove(name + "/" + type));
        ObjectNode set = put(zone, type, name, value, USUAL_TTL).put("line", line);
        zone(zone).remove(name + "/" + type);
        there.ifPresent(before -> zone(zone).put(name + "/" + type, before));
        zone(zone).put(set.get("id").textValue(), set);
        return set;
    }

    @Override
    protected void complete(ObjectNode set, String zone, long id) {
        if (!set.has("id")) {
            set.put("id", "2c9eb155587228570158" + Long.toHexString(id));
            set.put("zone_id", ids.get(zone))
                    .put("zone_name", zone + ".")
                    .put("status", "ACTIVE")
                    .put("default", false)
                    .put("line", "default_view")
                    .put("weight", 1)
                    .putNull("description")
                    .putNull("health_check_id")
                    .putNull("alias_target");
        }
    }

    static Refusal refusal(int status, String code, String message) {
        ObjectNode body = JSON.createObjectNode();
        if (code.startsWith("APIGW")) {
            body.put("error_code", code).put("error_msg", message).put("request_id", "ff4a1c0e9cbd");
        } else {
            body.put("code", code).put("message", message);
        }
        return new Refusal(status, body.toString());
    }

    /** Returns the answer to a write, for {@link #plan}. */
    static ResponseDefinitionBuilder accepted(ObjectNode set) {
        return json(202, set.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        String code = switch (member) {
            case "ttl" -> "DNS.0303";
            case "name" -> "DNS.0304";
            case "type" -> "DNS.0307";
            default -> "DNS.0308";
        };
        return refusal(400, code, member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "APIGW.0101", "The API does not exist or has not been published.");
    }

    @Override
    protected String kind(String method, String route) {
        Matcher sets = ZONE.matcher(route);
        if (!sets.matches()) {
            return method.equals("GET") && route.equals("/v2/zones") ? "zones" : "other";
        }
        return switch (method + (sets.group(2) == null ? "" : "/")) {
            case "GET" -> "list";
            case "POST" -> "create";
            case "GET/" -> "ask";
            case "PUT/" -> "update";
            case "DELETE/" -> "delete";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        checkSignature(request, query);
        if (kind.equals("other")) {
            throw noSuchRoute();
        }
        if (kind.equals("zones")) {
            return json(
                    200,
                    zones(known(query, "type", "name", "search_mode", "limit", "offset"))
                            .toString());
        }
        Matcher path = ZONE.matcher(route);
        if (!path.matches()) {
            throw noSuchRoute();
        }
        String zone = zones().stream()
                .filter(name -> path.group(1).equals(ids.get(name)))
                .findFirst()
                .orElseThrow(() -> refusal(404, "DNS.0302", "This zone does not exist."));
        return switch (kind) {
            case "list" ->
                json(
                        200,
                        list(zone, known(query, "name", "type", "search_mode", "line_id", "limit", "offset"))
                                .toString());
            case "ask" -> json(200, one(zone, path.group(2)).toString());
            case "create" -> json(202, create(zone, request).toString());
            case "update" -> json(202, update(zone, path.group(2), request).toString());
            default -> json(202, delete(zone, path.group(2)).toString());
        };
    }

    private Map<String, String> known(Map<String, String> query, String... names) {
        if (!List.of(names).containsAll(query.keySet())) {
            throw refusal(400, "DNS.0012", "of " + query.keySet() + " only " + List.of(names) + " are known");
        }
        return query;
    }

    private ObjectNode page(Map<String, String> query, String list, List<ObjectNode> all) {
        String offset = query.getOrDefault("offset", "0");
        if (!offset.matches("[0-9]{1,9}")) {
            throw invalid("offset", "is no number");
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray(list);
        all.stream()
                .skip(Integer.parseInt(offset))
                .limit(number(query, "limit", 500, 500))
                .forEach(items::add);
        answer.putObject("metadata").put("total_count", all.size());
        answer.putObject("links").put("self", "https://dns.myhuaweicloud.com/");
        return answer;
    }

    private static boolean is(Map<String, String> query, String parameter, String text) {
        String wanted = query.get(parameter);
        return wanted == null
                || (parameter.equals("name") && !"equal".equals(query.get("search_mode"))
                        ? text.contains(wanted)
                        : text.equals(wanted));
    }

    private ObjectNode zones(Map<String, String> query) {
        List<ObjectNode> all = new ArrayList<>();
        for (String name : zones()) {
            if ("public".equals(query.getOrDefault("type", "public")) && is(query, "name", name + ".")) {
                all.add(JSON.createObjectNode()
                        .put("id", ids.get(name))
                        .put("name", name + ".")
                        .put("status", "ACTIVE")
                        .put("zone_type", "public")
                        .put("record_num", zone(name).size())
                        .put("ttl", USUAL_TTL));
            }
        }
        return page(query, "zones", all);
    }

    private ObjectNode list(String zone, Map<String, String> query) {
        List<ObjectNode> found = zone(zone).values().stream()
                .filter(set -> is(query, "name", set.get("name").textValue()))
                .filter(set -> is(query, "type", set.get("type").textValue()))
                .filter(set -> is(query, "line_id", set.get("line").textValue()))
                .toList();
        return page(query, "recordsets", found);
    }

    private ObjectNode create(String zone, Request request) {
        ObjectNode body = body(request, Set.of("name", "type", "ttl", "records", "description", "line", "weight"));
        String key = text(body, "name") + "/" + text(body, "type");
        if (zone(zone).containsKey(key)) {
            throw refusal(400, "DNS.0312", "A record set of this name and type exists.");
        }
        if (!body.has("ttl")) {
            body.put("ttl", USUAL_TTL);
        }
        complete(body, zone, ++made);
        store(zone, key, body);
        return pending(zone, key, "PENDING_CREATE");
    }

    private ObjectNode pending(String zone, String key, String status) {
        ObjectNode set = zone(zone).get(key);
        if (isHeld()) {
            set.put("status", status);
        }
        return set.deepCopy().put("status", status);
    }

    private ObjectNode one(String zone, String id) {
        if (forgotten) {
            throw refusal(404, "DNS.0313", "This record set does not exist.");
        }
        return existing(zone, id).getValue();
    }

    private Map.Entry<String, ObjectNode> existing(String zone, String id) {
        return zone(zone).entrySet().stream()
                .filter(set -> set.getValue().get("id").textValue().equals(id))
                .findFirst()
                .orElseThrow(() -> refusal(404, "DNS.0313", "This record set does not exist."));
    }

    private ObjectNode update(String zone, String id, Request request) {
        Map.Entry<String, ObjectNode> there = existing(zone, id);
        ObjectNode body = body(request, Set.of("name", "type", "ttl", "records", "description", "weight"));
        ObjectNode set = there.getValue().deepCopy();
        for (String fixed : List.of("name", "type")) {
            if (!text(body, fixed).equals(set.get(fixed).textValue())) {
                throw invalid(fixed, "cannot be changed");
            }
        }
        for (String member : List.of("ttl", "records", "description", "weight")) {
            JsonNode value = body.path(member);
            if (!value.isMissingNode()) {
                set.set(member, value);
            }
        }
        store(zone, there.getKey(), set);
        return pending(zone, there.getKey(), "PENDING_UPDATE");
    }

    private ObjectNode delete(String zone, String id) {
        Map.Entry<String, ObjectNode> there = existing(zone, id);
        ObjectNode answer = pending(zone, there.getKey(), "PENDING_DELETE");
        if (!isHeld()) {
            zone(zone).remove(there.getKey());
        }
        return answer;
    }

    private void checkSignature(Request request, Map<String, String> query) {
        Matcher given = AUTHORIZATION.matcher(String.valueOf(request.getHeader("Authorization")));
        if (!given.matches()) {
            throw wrong("authorization is not in its form");
        }
        if (!given.group(1).equals(ID)) {
            throw wrong("verify ak sk signature fail: no such key");
        }
        String time = String.valueOf(request.getHeader("X-Sdk-Date"));
        try {
            Instant sent = LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC);
            if (Duration.between(sent, now.orElse(sent)).abs().compareTo(WINDOW) > 0) {
                throw wrong("x-sdk-date expired");
            }
        } catch (DateTimeException e) {
            throw wrong("x-sdk-date is not in its form");
        }
        List<String> names = List.of(given.group(2).split(";"));
        String hash = Signatures.sha256(canonical(request, query, names));
        boolean right = names.containsAll(Set.of("host", "x-sdk-date"))
                && Signatures.hmac(KEY, List.of(), "SDK-HMAC-SHA256\n" + time + "\n" + hash)
                        .equals(given.group(3));
        if (!right) {
            throw wrong("verify ak sk signature fail");
        }
        Optional<String> sent = Optional.ofNullable(request.getHeader("X-Security-Token"));
        if (!sent.equals(token) || token.isPresent() && !names.contains("x-security-token")) {
            throw wrong("the security token is missing, is another one, or is not signed");
        }
    }

    private static Refusal wrong(String what) {
        return refusal(401, "APIGW.0301", "Incorrect IAM authentication information: " + what);
    }

    private static String canonical(Request request, Map<String, String> query, List<String> names) {
        String path = request.getUrl().split("\\?", 2)[0];
        List<String> pairs = new ArrayList<>();
        new TreeMap<>(query)
                .forEach((name, value) -> pairs.add(Signatures.encoded(name) + "=" + Signatures.encoded(value)));
        StringBuilder canonical = new StringBuilder(request.getMethod().getName())
                .append('\n')
                .append(path)
                .append(path.endsWith("/") ? "\n" : "/\n")
                .append(String.join("&", pairs))
                .append('\n');
        names.forEach(name -> canonical
                .append(name)
                .append(':')
                .append(String.valueOf(request.getHeader(name)).strip())
                .append('\n'));
        return canonical
                .append('\n')
                .append(String.join(";", names))
                .append('\n')
                .append(Signatures.sha256(request.getBody()))
                .toString();
    }
}
