package io.github.ddnsjava.providers.custom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.provider.testkit.fake.StrictFake;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Three invented services that no provider knows, in one server: {@code /nic} is an update URL with words, {@code /v1} a
 * JSON interface that can be read, and {@code /form} takes a form with the token in the path, and can be read. Each refuses what it does
 * not know.
 */
final class FakeServices extends StrictFake {
    static final String USER = "someone";
    /** Has what has a meaning in a URL, in JSON, in a form and in a header. */
    static final String SECRET = "s3cr3t&x=y/../%41\"{name}+z";

    private static final String ROUTE = "/v1/zones/example\\.com/hosts/[a-z0-9@*.-]+/(A|AAAA)";

    private final Map<String, Map<IpFamily, IpAddress>> names = new TreeMap<>();
    private final Map<String, Long> ttls = new TreeMap<>();

    FakeServices() {
        super("");
    }

    static FakeServices running() {
        FakeServices fake = new FakeServices();
        fake.begin();
        return fake;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        names.clear();
        ttls.clear();
    }

    synchronized void put(String name, IpAddress address) {
        names.computeIfAbsent(name, none -> new EnumMap<>(IpFamily.class)).put(address.family(), address);
    }

    synchronized Optional<IpAddress> get(String name, IpFamily family) {
        return Optional.ofNullable(names.getOrDefault(name, Map.of()).get(family));
    }

    synchronized Optional<Long> ttl(String name) {
        return Optional.ofNullable(ttls.get(name));
    }

    static ResponseDefinitionBuilder text(int status, String body) {
        return WireMock.aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/plain")
                .withBody(body);
    }

    static ResponseDefinitionBuilder object(int status, String body) {
        return json(status, body);
    }

    @Override
    protected Refusal noSuchRoute() {
        return new Refusal(404, "{\"error\":{\"code\":\"no_route\"}}");
    }

    @Override
    protected String kind(String method, String route) {
        if (route.equals("/nic") && method.equals("GET")) {
            return "nic";
        }
        if (route.startsWith("/form/") && method.equals("POST")) {
            return "form";
        }
        if (route.startsWith("/form/") && method.equals("GET")) {
            return "form read";
        }
        return decoded(route).matches(ROUTE) && Set.of("GET", "PUT", "DELETE").contains(method)
                ? "v1 " + method
                : "other";
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        return switch (kind) {
            case "nic" -> nic(query, request);
            case "form" -> form(route, request);
            case "form read" -> formRead(route, query);
            case "other" -> throw noSuchRoute();
            default -> v1(decoded(route).split("/", -1), query, request);
        };
    }

    /** Decodes a path, in which a plus stays one. */
    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static boolean isOurs(String name) {
        return name.endsWith(".example.com") || name.equals("example.com");
    }

    private static Optional<IpAddress> address(Map<String, String> from, String key, IpFamily family) {
        return Optional.ofNullable(from.get(key))
                .flatMap(IpAddress::tryParse)
                .filter(address -> address.family() == family);
    }

    private ResponseDefinitionBuilder nic(Map<String, String> query, Request request) {
        String pair = USER + ":" + SECRET;
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(request.getHeader("Authorization"))) {
            return text(200, "badauth");
        }
        String name = query.getOrDefault("host", "");
        Optional<IpAddress> ipv4 = address(query, "ip", IpFamily.IPV4);
        Optional<IpAddress> ipv6 = address(query, "ip6", IpFamily.IPV6);
        boolean wrong = !Set.of("host", "ip", "ip6").containsAll(query.keySet())
                || query.containsKey("ip") != ipv4.isPresent()
                || query.containsKey("ip6") != ipv6.isPresent()
                || ipv4.isEmpty() && ipv6.isEmpty();
        if (wrong) {
            return text(200, "refused parameters");
        }
        if (!isOurs(name)) {
            return text(200, "nohost");
        }
        ipv4.ifPresent(address -> put(name, address));
        ipv6.ifPresent(address -> put(name, address));
        return text(200, "OK " + name);
    }

    private ResponseDefinitionBuilder v1(String[] route, Map<String, String> query, Request request) {
        if (!SECRET.equals(request.getHeader("X-Api-Key"))) {
            return json(401, "{\"error\":{\"code\":\"bad_key\"}}");
        }
        String name = (route[5].equals("@") ? "" : route[5] + ".") + "example.com";
        IpFamily family = route[6].equals("A") ? IpFamily.IPV4 : IpFamily.IPV6;
        Optional<IpAddress> there = get(name, family);
        if (!query.isEmpty()) {
            throw new Refusal(400, "{\"error\":{\"code\":\"no_query\"}}");
        }
        switch (request.getMethod().getName()) {
            case "GET" -> {
                return there.map(address -> json(
                                200,
                                "{\"addresses\":[\"%s\"],\"ttl\":%d}"
                                        .formatted(address, ttl(name).orElse(60L))))
                        .orElseGet(() -> json(404, "{\"error\":{\"code\":\"no_record\"}}"));
            }
            case "DELETE" -> {
                there.ifPresent(address -> names.get(name).remove(family));
                return there.isPresent()
                        ? WireMock.aResponse().withStatus(204)
                        : json(404, "{\"error\":{\"code\":\"no_record\"}}");
            }
            default -> {
                return set(name, family, request);
            }
        }
    }

    private ResponseDefinitionBuilder set(String name, IpFamily family, Request request) {
        ObjectNode body = object(request).orElseThrow(() -> new Refusal(400, "{\"error\":{\"code\":\"no_object\"}}"));
        Set<String> members = new TreeSet<>();
        body.fieldNames().forEachRemaining(members::add);
        Optional<IpAddress> address = IpAddress.tryParse(body.path("address").asText())
                .filter(given ->
                        given.family() == family && body.path("address").isTextual());
        boolean hasTtl = members.remove("ttl");
        if (!members.equals(Set.of("address"))
                || address.isEmpty()
                || hasTtl && !body.path("ttl").isIntegralNumber()) {
            throw new Refusal(422, "{\"error\":{\"code\":\"bad_body\"},\"message\":\"an address, and perhaps a ttl\"}");
        }
        put(name, address.get());
        if (hasTtl) {
            ttls.put(name, body.path("ttl").asLong());
        }
        return json(200, "{\"ok\":true}");
    }

    private ResponseDefinitionBuilder form(String route, Request request) {
        String token = route.substring("/form/".length());
        if (!decoded(token).equals(SECRET) || token.indexOf('/') >= 0) {
            return json(200, "{\"result\":\"denied\"}");
        }
        Map<String, String> fields = fields(request);
        String name = fields.getOrDefault("name", "");
        Optional<IpAddress> ipv4 = address(fields, "a", IpFamily.IPV4);
        Optional<IpAddress> ipv6 = address(fields, "aaaa", IpFamily.IPV6);
        boolean clear = "1".equals(fields.get("clear"));
        if (!Set.of("name", "a", "aaaa", "clear").containsAll(fields.keySet())
                || clear == (ipv4.isPresent() || ipv6.isPresent())) {
            return json(200, "{\"result\":\"bad\",\"why\":\"fields\"}");
        }
        if (!isOurs(name)) {
            return json(200, "{\"result\":\"bad\",\"why\":\"name\"}");
        }
        names.remove(name); // a family that is not named is cleared
        ipv4.ifPresent(address -> put(name, address));
        ipv6.ifPresent(address -> put(name, address));
        return json(200, "{\"result\":\"ok\"}");
    }

    private ResponseDefinitionBuilder formRead(String route, Map<String, String> query) {
        if (!decoded(route.substring("/form/".length())).equals(SECRET)) {
            return json(200, "{\"result\":\"denied\"}");
        }
        String name = query.getOrDefault("name", "");
        if (!isOurs(name) || query.size() != 1) {
            return json(200, "{\"result\":\"bad\",\"why\":\"name\"}");
        }
        String addresses = names.getOrDefault(name, Map.of()).values().stream()
                .map(address -> "\"" + address + "\"")
                .collect(Collectors.joining(","));
        return json(200, "{\"result\":\"ok\",\"addresses\":[" + addresses + "]}");
    }

    private static Map<String, String> fields(Request request) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (!"application/x-www-form-urlencoded".equals(request.getHeader("Content-Type"))) {
            return Map.of("no form", "");
        }
        for (String pair : request.getBodyAsString().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String value = URLDecoder.decode(parts[parts.length - 1], StandardCharsets.UTF_8);
            if (fields.put(parts[0], value) != null) {
                return Map.of("twice", "");
            }
        }
        return fields;
    }
}
