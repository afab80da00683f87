package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.examples.agent.action.Actions;
import io.github.ddnsjava.examples.agent.action.Answer;
import io.github.ddnsjava.examples.agent.action.Caller;
import io.github.ddnsjava.examples.agent.action.Health;
import io.github.ddnsjava.examples.agent.action.Operation;
import io.github.ddnsjava.examples.agent.page.PageFiles;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What a caller who may have it gets. Thread-safe. */
final class Pages {
    private static final String RECORD = "record=";

    private final PageFiles files = new PageFiles();
    private final Actions actions;
    private final MetricsPage metrics;
    private final EventStreams streams;
    private final InstantSource clock;
    private volatile boolean started;

    Pages(Actions actions, MetricsPage metrics, EventStreams streams, InstantSource clock) {
        this.actions = actions;
        this.metrics = metrics;
        this.streams = streams;
        this.clock = clock;
    }

    /** Returns a file of the page, which anybody may read; empty if there is none at that path. */
    Optional<Reply> file(String path, String method) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return files.at(path)
                .map(file -> reads
                        ? Reply.file(file)
                        : Reply.error(405, "method", "this path has other methods")
                                .with("Allow", "GET, HEAD"));
    }

    /** Counts an exception that nobody expected. */
    void countDefect() {
        metrics.countDefect();
    }

    /** Returns what {@link Operation#LIVE} or {@link Operation#READY} says. */
    Reply health(Operation operation) {
        UpdaterStatus status = actions.updater().status();
        started |= status.running();
        Health.Word word = operation == Operation.LIVE
                ? Health.live(status, clock.instant(), started)
                : Health.ready(status, started);
        return new Reply(word.good() ? 200 : 503, "text/plain; charset=utf-8", word.word() + "\n", Map.of());
    }

    /** Shows events until the client or the agent ends it. */
    void events(Request request, Response response, Callback callback, Caller caller) {
        response.setStatus(200);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        streams.add(request, response, callback, caller.until());
    }

    /** Returns a page, or does what is asked. */
    Reply page(Operation operation, Caller caller, Request request) {
        if (operation == Operation.METRICS) {
            String type = MetricsPage.type(String.join(",", request.getHeaders().getValuesList(HttpHeader.ACCEPT)));
            return Reply.of(type, request.getMethod().equals("HEAD") ? "" : metrics.scrape(type));
        } else if (operation == Operation.EVENTS) {
            return Reply.of("text/event-stream", "");
        }
        Optional<String> record = operation.isAction() ? record(request) : Optional.of("");
        if (record.isEmpty() || operation != Operation.RESUME && !record.get().isEmpty()) {
            return Reply.error(400, "query", "only /resume has a query: ?record=NAME or ?all");
        }
        Answer answer = actions.perform(operation, caller, record.get());
        return new Reply(answer.kind().httpStatus(), Reply.JSON, answer.body() + "\n", Map.of());
    }

    /** Returns what the query names, empty text if it has none; empty if it is another query. */
    static Optional<String> record(Request request) {
        @Nullable String query = request.getHttpURI().getQuery();
        if (query == null || query.isEmpty()) {
            return Optional.of("");
        } else if (query.equals(Actions.ALL) || query.equals(Actions.ALL + "=")) {
            return Optional.of(Actions.ALL);
        } else if (!query.startsWith(RECORD) || query.length() == RECORD.length() || query.contains("&")) {
            return Optional.empty();
        }
        try {
            return Optional.of(URLDecoder.decode(query.substring(RECORD.length()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
