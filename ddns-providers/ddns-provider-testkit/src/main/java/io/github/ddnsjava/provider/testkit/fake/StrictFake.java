package io.github.ddnsjava.provider.testkit.fake;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the strict fakes of interfaces with JSON or XML share: a server, the calls that it got, answers that are planned
 * instead. A fake of a vendor states its routes as a table, by {@link #route}; every other path, method, parameter, body and
 * member is refused in the vendor's form. Thread-safe through WireMock; the rest is for one test at a time.
 */
public abstract class StrictFake implements ResponseDefinitionTransformerV2, AutoCloseable {
    static final String DEFECT = "defect of the fake";

    /** Reads and writes the bodies; a member that comes twice is an error. */
    protected static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final WireMockServer server = new WireMockServer(wireMockConfig()
            .dynamicPort()
            .bindAddress("127.0.0.1")
            .stubRequestLoggingDisabled(true) // nobody reads it, and it takes a sixth of the server's time
            .extensions(this));
    private final String base;
    private final List<String> calls = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final Map<String, Queue<ResponseDefinition>> planned = new HashMap<>();
    private final List<Route> routes = new ArrayList<>();
    private final List<Demand> demands = new ArrayList<>();

    private record Demand(String header, String value, Refusal otherwise) {}

    /**
     * Creates a fake that does not run yet.
     *
     * @param base the path of the interface, as in {@code /v2}
     */
    protected StrictFake(String base) {
        this.base = base;
    }

    /** A refusal in the vendor's form. */
    public static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String body;

        /** Creates one. */
        public Refusal(int status, String body) {
            super(status + " " + body);
            this.status = status;
            this.body = body;
        }

        /** Returns it as an answer, for {@link #plan}. */
        public ResponseDefinitionBuilder answer() {
            return body.startsWith("<") ? xml(status, body) : json(status, body);
        }
    }

    /** Returns the refusal of a request that is not one of the interface at all. */
    protected abstract Refusal noSuchRoute();

    /** Returns the refusal of a parameter, a body or a member of one. By default there is no such route. */
    protected Refusal invalid(String member, String why) {
        return noSuchRoute();
    }

    /** Returns the refusal of a call without a parameter that it needs. By default it is {@link #invalid}. */
    protected Refusal missing(String parameter) {
        return invalid(parameter, "is missing");
    }

    /** Returns the refusal of a parameter that the query of a route cannot have. By default it is {@link #invalid}. */
    protected Refusal unknown(String parameter) {
        return invalid(parameter, "is an unknown parameter");
    }

    /**
     * Allows requests, as in {@code GET /zones/{zone}/records?page,name} or {@code PUT /records/{id} {name,ttl}}. Behind
     * the method and the path stand the parameters that the query may have, and the body: none; <code>{…}</code> for a JSON
     * object with these members at most; <code>[{…}]</code> for an array of such objects; {@code (…)} for
     * a form with these fields at most; {@code *} for one that the route checks itself. The first route that fits counts.
     *
     * @param kind the kind of these calls, as in {@code list}
     */
    protected final void route(String kind, String form, Function<Call, ResponseDefinitionBuilder> answer) {
        routes.add(Route.of(kind, form, answer));
    }

    /** Demands a header of all requests. */
    protected final void demand(String header, String value, Refusal otherwise) {
        demands.add(new Demand(header, value, otherwise));
    }

    /** Checks the credentials of a request, also of one without a route. By default it must have what is demanded. */
    protected void authorize(String kind, Request request) {
        demands.stream()
                .filter(demand -> !demand.value.equals(request.getHeader(demand.header)))
                .findFirst()
                .ifPresent(demand -> {
                    throw demand.otherwise;
                });
    }

    /** Checks a call that a route allows, such as whether the account may make it. By default it may. */
    protected void admit(Call call) {}

    /** Returns the kind of a call, as in {@code list}; {@code other} if there is no such route. */
    protected String kind(String method, String route) {
        return find(one -> one.method().equals(method), route, new HashMap<>())
                .map(Route::kind)
                .orElse("other");
    }

    /**
     * Returns the kind of a call of an interface where one path serves all calls, and something else names the action. The
     * action is then the kind of a route.
     */
    protected String kind(Request request, String route) {
        return kind(request.getMethod().getName(), route);
    }

    private Optional<Route> find(Predicate<Route> which, String route, Map<String, String> parts) {
        List<String> segments = Stream.of(route.split("/", -1))
                .map(segment -> decoded(segment.replace("+", "%2B")))
                .toList();
        return routes.stream()
                .filter(one -> which.test(one) && one.leads(segments, parts))
                .findFirst();
    }

    /** Answers a call, or throws a {@link Refusal}. By default its route does. */
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        authorize(kind, request);
        Map<String, String> parts = new HashMap<>();
        String method = request.getMethod().getName();
        Route found = find(one -> one.method().equals(method) && one.kind().equals(kind), route, parts)
                .orElseThrow(this::noSuchRoute);
        Call call = new Call(this, kind, parts, query, found.items(this, query, request), request);
        admit(call);
        return found.answer().apply(call);
    }

    /** Refuses an object with another member than these. */
    protected final void checkMembers(JsonNode object, Set<String> allowed) {
        object.fieldNames().forEachRemaining(member -> {
            if (!allowed.contains(member)) {
                throw invalid(member, "is unknown");
            }
        });
    }

    /** Starts the server, and empties it. */
    public final void begin() {
        server.start();
        reset();
    }

    /** Nothing counted, nothing planned. */
    public synchronized void reset() {
        server.resetAll();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withTransformers(getName())));
        calls.clear();
        bodies.clear();
        refusals.clear();
        planned.clear();
    }

    /** Returns the server. */
    public final WireMockServer server() {
        return server;
    }

    /** Returns the URL of the interface. */
    public final String endpoint() {
        return server.baseUrl() + base;
    }

    /** Returns the URL of the interface as a setting has it: by default {@link #endpoint()}. */
    public String url() {
        return endpoint();
    }

    /** The next call of that kind gets this answer, and has no effect. */
    public final synchronized void plan(String kind, ResponseDefinitionBuilder answer) {
        planned.computeIfAbsent(kind, k -> new ArrayDeque<>()).add(answer.build());
    }

    /** Returns the kinds of the calls, in their order. */
    public final synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** Forgets the calls and their bodies. */
    public final synchronized void forgetCalls() {
        calls.clear();
        bodies.clear();
    }

    /** Returns the bodies of the calls that had one, as they were sent. */
    public final synchronized List<String> texts() {
        return List.copyOf(bodies);
    }

    /** Returns the bodies of the calls that had one. */
    public final synchronized List<JsonNode> bodies() {
        List<JsonNode> all = new ArrayList<>();
        for (String body : bodies) {
            try {
                all.add(JSON.readTree(body));
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }
        return all;
    }

    final synchronized void forgetRefusals() {
        refusals.clear();
    }

    /**
     * Sends a request as any client may send it, to show what the fake refuses, and returns the answer.
     *
     * @param path the path below {@link #endpoint}, and the query
     * @param body the body; empty for none
     * @param headers the headers; without a content type among them, the body is said to be JSON
     */
    public final HttpResponse<String> send(String method, String path, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        headers.forEach(request::setHeader);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Returns what was refused, and why: the kind of the call, the method, the path, the status and the body. */
    public final synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }

    @Override
    public String getName() {
        return "strict";
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public synchronized ResponseDefinition transform(ServeEvent event) {
        Request request = event.getRequest();
        String kind = "other";
        try {
            URI uri = URI.create(request.getUrl());
            kind = kind(request);
            return answered(kind, uri.getRawPath().substring(base.length()), uri, request);
        } catch (Refusal refusal) {
            refusals.add(kind + " " + request.getMethod() + " " + request.getUrl() + " " + refusal.getMessage());
            return refusal.answer().build();
        } catch (RuntimeException e) {
            return defect(e).build();
        }
    }

    /** Returns the kind of a request. */
    final String kind(Request request) {
        String path = URI.create(request.getUrl()).getRawPath();
        if (!path.startsWith(base + "/")) {
            throw noSuchRoute();
        }
        return kind(request, path.substring(base.length()));
    }

    /** Its author finds the place in the problem that the provider then tells of. */
    private static ResponseDefinitionBuilder defect(RuntimeException thrown) {
        String place = Stream.of(thrown.getStackTrace())
                .filter(frame -> !frame.getClassName().startsWith("java."))
                .findFirst()
                .map(String::valueOf)
                .orElse("an unknown place");
        return aResponse().withStatus(500).withBody(DEFECT + ": " + thrown + " at " + place);
    }

    private ResponseDefinition answered(String kind, String route, URI uri, Request request) {
        calls.add(kind);
        if (request.getBody().length > 0) {
            bodies.add(request.getBodyAsString());
        }
        ResponseDefinition instead =
                planned.getOrDefault(kind, new ArrayDeque<>()).poll();
        return instead != null
                ? instead
                : answer(kind, route, query(uri), request).build();
    }

    private Map<String, String> query(URI uri) {
        return pairs(Optional.ofNullable(uri.getRawQuery()).orElse("")).orElseThrow(this::noSuchRoute);
    }

    /** Returns the pairs of a query or form; empty if a name comes twice. */
    protected static Optional<Map<String, String>> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (!pair.isEmpty() && pairs.put(decoded(parts[0]), decoded(parts[parts.length - 1])) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(pairs);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Returns a JSON text as an object; empty if it is none. */
    protected static Optional<JsonNode> parse(String text) {
        return read(text).filter(JsonNode::isObject);
    }

    private static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Returns the JSON of a request; empty if it is none, or not said to be one. */
    protected static Optional<JsonNode> content(Request request) {
        String type = String.valueOf(request.getHeader("Content-Type"));
        return type.matches("application/json(; ?charset=utf-8)?") ? read(request.getBodyAsString()) : Optional.empty();
    }

    /** Returns the JSON object of a request; empty if it is none, or not said to be one. */
    protected static Optional<ObjectNode> object(Request request) {
        return content(request).filter(JsonNode::isObject).map(ObjectNode.class::cast);
    }

    /** Returns a JSON answer. */
    protected static ResponseDefinitionBuilder json(int status, JsonNode body) {
        return json(status, body.toString());
    }

    /** Returns a JSON answer. */
    protected static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json; charset=utf-8")
                .withBody(body);
    }

    /** Returns an XML answer. */
    protected static ResponseDefinitionBuilder xml(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/xml")
                .withBody(body);
    }

    @Override
    public final void close() {
        server.stop();
    }
}
