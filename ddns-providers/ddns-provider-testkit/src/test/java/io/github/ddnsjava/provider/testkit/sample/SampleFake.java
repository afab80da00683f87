package io.github.ddnsjava.provider.testkit.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A service of one account, {@code example.com}, strict: {@code GET}, {@code PUT} and {@code DELETE} of {@code
 * /names/NAME/TYPE} with a bearer token; a PUT has exactly {@code {"address": ADDRESS}}. {@code example.org} belongs to
 * somebody else. {@code POST /session} makes a token.
 */
public final class SampleFake implements ResponseDefinitionTransformerV2 {
    public static final String TOKEN = "t0p/secret+sample";
    private static final Pattern PATH = Pattern.compile("/names/([a-z0-9._-]+|%2A\\.[a-z0-9._-]+)/(A|AAAA)");

    public static final String USER = "ann";
    public static final String PASSWORD = "p4ss/w+rd";

    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger logins = new AtomicInteger();
    private final Map<String, Set<IpAddress>> names = new ConcurrentHashMap<>();

    void reset() {
        names.clear();
        endSessions();
    }

    Set<String> sessions() {
        return Set.copyOf(sessions);
    }

    void endSessions() {
        sessions.clear();
    }

    void put(String name, RecordType type, Set<IpAddress> addresses) {
        names.put(name + "/" + type, addresses);
    }

    Set<IpAddress> get(String name, RecordType type) {
        return names.getOrDefault(name + "/" + type, Set.of());
    }

    @Override
    public String getName() {
        return "sample";
    }

    @Override
    public boolean applyGlobally() {
        // Else it would answer in place of the contract's faults, too.
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        Request request = event.getRequest();
        if (request.getUrl().equals("/session")) {
            return login(request);
        }
        Matcher path = PATH.matcher(request.getUrl());
        if (!path.matches()) {
            return answer(404, "{\"error\":\"no such path\"}");
        }
        String token = String.valueOf(request.getHeader("Authorization")).replaceFirst("^Bearer ", "");
        if (!token.equals(TOKEN) && !sessions.contains(token)) {
            return answer(401, "{\"error\":\"bad token\"}");
        }
        String name = path.group(1).replace("%2A", "*");
        if (name.endsWith(".example.org")) {
            return answer(403, "{\"error\":\"not_yours\"}");
        }
        if (!name.equals("example.com") && !name.endsWith(".example.com")) {
            return answer(404, "{\"error\":\"not your name\"}");
        }
        RecordType type = RecordType.valueOf(path.group(2));
        return switch (request.getMethod().getName()) {
            case "GET" ->
                answer(
                        200,
                        get(name, type).stream()
                                .map(address -> "\"" + address + "\"")
                                .collect(Collectors.joining(",", "{\"addresses\":[", "]}")));
            case "PUT" -> set(name, type, request);
            case "DELETE" -> answer(200, "{\"removed\":" + (names.remove(name + "/" + type) != null) + "}");
            default -> answer(405, "{\"error\":\"no such method\"}");
        };
    }

    private ResponseDefinition login(Request request) {
        if (!request.getBodyAsString().equals("{\"user\":\"" + USER + "\",\"password\":\"" + PASSWORD + "\"}")) {
            return answer(401, "{\"error\":\"bad password\"}");
        }
        String token = "session-" + logins.incrementAndGet();
        sessions.add(token);
        return answer(200, "{\"token\":\"" + token + "\"}");
    }

    private ResponseDefinition set(String name, RecordType type, Request request) {
        Optional<IpAddress> address = "application/json".equals(request.getHeader("Content-Type"))
                ? address(request.getBodyAsString()).filter(given -> given.family() == type.family())
                : Optional.empty();
        if (address.isEmpty()) {
            return answer(422, "{\"error\":\"an address of the right family is needed, and nothing else\"}");
        }
        boolean changed = !Set.of(address.get()).equals(names.put(name + "/" + type, Set.of(address.get())));
        return answer(200, "{\"changed\":" + changed + "}");
    }

    private Optional<IpAddress> address(String body) {
        try {
            JsonNode node = json.readTree(body);
            return node.size() == 1 && node.path("address").isTextual()
                    ? IpAddress.tryParse(node.get("address").textValue())
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static ResponseDefinition answer(int status, String body) {
        return new ResponseDefinitionBuilder()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body)
                .build();
    }
}
