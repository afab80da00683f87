package io.github.ddnsjava.examples.customprovider;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.json.JsonReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Cedar's interface as its documentation describes it. A record set has the path {@code /v2/zones/ZONE/sets/HOST/TYPE},
 * where the host is relative to the zone, and {@code @} is the zone itself. A set that is not there has no values. A
 * token is bought, or made by {@code POST /session} for an hour.
 */
final class FakeCedar extends FakeServer {
    static final String TOKEN = "c3dar-token";
    static final String USER = "ann";
    static final String PASSWORD = "p4ss/w+rd";

    /** A record set, in the words of the interface. */
    record Entry(Set<String> values, long ttl) {
        private String json() {
            return values.stream()
                    .map(value -> "\"" + value + "\"")
                    .collect(Collectors.joining(",", "{\"values\":[", "],\"ttl\":" + ttl + "}"));
        }
    }

    private final Map<String, Map<String, Entry>> zones = new TreeMap<>();
    private final Set<String> lockedHosts = new HashSet<>();
    private final Set<String> closedZones = new HashSet<>();
    private final Set<String> sessions = new HashSet<>();
    private int logins;

    String endpoint() {
        return server().baseUrl() + "/v2";
    }

    synchronized void reset(String... names) {
        zones.clear();
        lockedHosts.clear();
        closedZones.clear();
        endSessions();
        List.of(names).forEach(this::addZone);
    }

    synchronized void addZone(String name) {
        zones.put(name, new TreeMap<>());
    }

    synchronized void removeZone(String name) {
        zones.remove(name);
    }

    synchronized void close(String zone) {
        closedZones.add(zone);
    }

    synchronized void lock(String host) {
        lockedHosts.add(host);
    }

    synchronized Set<String> sessions() {
        return Set.copyOf(sessions);
    }

    synchronized void endSessions() {
        sessions.clear();
    }

    /** Adds a value to the set of a host and type. */
    synchronized void put(String zone, String host, String type, String value, long ttl) {
        Set<String> values = new TreeSet<>(get(zone, host, type).values());
        values.add(value);
        zones.get(zone).put(host + "/" + type, new Entry(values, ttl));
    }

    synchronized Entry get(String zone, String host, String type) {
        return zones.get(zone).getOrDefault(host + "/" + type, new Entry(Set.of(), 3600));
    }

    /** Returns the sets of a zone by {@code HOST/TYPE}. */
    synchronized Map<String, Entry> sets(String zone) {
        return Map.copyOf(zones.get(zone));
    }

    @Override
    String answer(Request request) {
        String method = request.getMethod().getName();
        if (request.getUrl().equals("/session")) {
            require(method.equals("POST"), 405, "only POST");
            return login(body(request, Set.of("user", "password"), Set.of()));
        }
        String authorization = String.valueOf(request.getHeader("Authorization"));
        String token = authorization.replaceFirst("^Bearer ", "");
        require(authorization.startsWith("Bearer "), 401, "no token");
        require(token.equals(TOKEN) || sessions.contains(token), 401, "unknown token");
        String[] path = request.getUrl().replace("%40", "@").replace("%2A", "*").split("/");
        require(path.length >= 4 && request.getUrl().startsWith("/v2/zones/"), 404, "no such path");
        Map<String, Entry> sets = zones.get(path[3]);
        require(sets != null, 404, "no such zone");
        if (path.length == 4 && method.equals("GET")) {
            return "{\"name\":\"" + path[3] + "\"}";
        }
        require(path.length == 7 && path[4].equals("sets"), 404, "no such path");
        require(path[5].matches("@|(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\*"), 400, "bad host");
        require(!path[5].endsWith(path[3]), 400, "the host is relative to the zone");
        require(!closedZones.contains(path[3]), 403, "this zone is closed");
        require(method.equals("GET") || !lockedHosts.contains(path[5]), 403, "this host is locked");
        return set(method, sets, path[5] + "/" + path[6], request);
    }

    private static String set(String method, Map<String, Entry> sets, String key, Request request) {
        switch (method) {
            case "GET":
                return sets.getOrDefault(key, new Entry(Set.of(), 3600)).json();
            case "PUT":
                sets.put(key, read(key, body(request, Set.of("values"), Set.of("ttl"))));
                return sets.get(key).json();
            case "DELETE":
                require(sets.remove(key) != null, 404, "no such set");
                return "";
            default:
                throw new Refused(405, "no such method");
        }
    }

    private String login(JsonReader body) {
        require(body.get("user").asText().equals(USER), 401, "wrong user or password");
        require(body.get("password").asText().equals(PASSWORD), 401, "wrong user or password");
        String token = "s3ssion-" + ++logins;
        sessions.add(token);
        return "{\"token\":\"" + token + "\",\"expires_in\":3600}";
    }

    private static Entry read(String key, JsonReader body) {
        Set<String> values = new TreeSet<>();
        for (JsonReader value : body.get("values").asList()) {
            IpAddress address = address(value);
            require(key.endsWith(address.toString().contains(":") ? "/AAAA" : "/A"), 422, "a value of another type");
            require(values.add(address.toString()), 422, "a value twice");
        }
        require(!values.isEmpty(), 422, "no value; use DELETE");
        long ttl = body.get("ttl").isPresent() ? body.get("ttl").asLong() : 3600;
        require(ttl >= 300 && ttl <= 604_800, 422, "the ttl is out of bounds");
        return new Entry(values, ttl);
    }

    @Override
    String error(String code) {
        return "{\"message\":\"" + code + "\"}";
    }
}
