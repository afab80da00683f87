package io.github.ddnsjava.coordination;

import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The line to an engine, which can be cut, or answered by somebody else. It notes what was asked. Thread-safe. */
final class Wire implements HttpTransport {
    private final HttpTransport engine;
    private final List<Request> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean cut;
    private volatile @Nullable Answer always;

    Wire(HttpTransport engine) {
        this.engine = engine;
    }

    @Override
    public Answer exchange(Request request) throws InterruptedException {
        asked.add(request);
        if (cut) {
            throw TransientException.notSent("no route to the engine", null);
        }
        Answer answer = always;
        return answer != null ? answer : engine.exchange(request);
    }

    void cut() {
        cut = true;
    }

    void mend() {
        cut = false;
        always = null;
    }

    void answerAll(int status, String body) {
        always = new Answer(status, Map.of("content-type", List.of("application/json")), body);
    }

    /** Returns what was asked since the last call of this method. */
    List<Request> asked() {
        List<Request> copy = List.copyOf(asked);
        asked.clear();
        return copy;
    }

    /** Returns a context with this line and a clock that is wrong by that much. */
    ProviderContext context(Duration skew) {
        InstantSource clock = () -> InstantSource.system().instant().plus(skew);
        ProviderContext standard = ProviderContext.standard();
        return new ProviderContext(this, clock, standard.random(), standard.lookup());
    }

    static Answer json(int status, String body) {
        return new Answer(status, Map.of("content-type", List.of("application/json")), body);
    }

    static String body(Request request) {
        return Optional.of(request)
                .flatMap(Request::body)
                .map(bytes -> new String(bytes, java.nio.charset.StandardCharsets.UTF_8))
                .orElse("");
    }
}
