package io.github.ddnsjava.publish;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** A vendor's interface that answers by a function, without a wire, and notes every request. */
public final class Api implements HttpTransport {
    public final List<Request> sent = Collections.synchronizedList(new ArrayList<>());
    public final OpenGate gate = new OpenGate();
    private final Function<Request, Answer> server;

    public Api(Function<Request, Answer> server) {
        this.server = server;
    }

    @Override
    public Answer exchange(Request request) {
        sent.add(request);
        return server.apply(request);
    }

    public ProviderContext context() {
        return context(this);
    }

    static ProviderContext context(HttpTransport transport) {
        return new ProviderContext(
                transport, InstantSource.fixed(OpenGate.NOW), new Random(1), (name, type) -> Optional.empty());
    }

    public ProviderEndpoint endpoint() {
        return ProviderEndpoint.of(Settings.none(), "https://api.example.com/v1", context())
                .authorizedBy(Authorizer.none("account"));
    }

    public ProviderHttp http() {
        return endpoint().on(gate);
    }

    /** Returns what was sent, by method, path and query. */
    public List<String> calls() {
        return sent.stream()
                .map(request -> request.method() + " " + request.uri().getRawPath()
                        + (request.uri().getRawQuery() == null
                                ? ""
                                : "?" + request.uri().getRawQuery()))
                .toList();
    }

    public static String body(Request request) {
        return new String(request.body().orElseThrow(), StandardCharsets.UTF_8);
    }

    public static Answer ok(String body) {
        return answer(200, body);
    }

    public static Answer answer(int status, String body) {
        return new Answer(status, Map.of(), body);
    }

    public static Answer answer(int status, String header, String value, String body) {
        return new Answer(status, Map.of(header, List.of(value)), body);
    }
}
