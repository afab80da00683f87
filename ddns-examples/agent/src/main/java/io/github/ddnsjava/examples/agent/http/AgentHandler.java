package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.examples.agent.action.Actions;
import io.github.ddnsjava.examples.agent.action.Audit;
import io.github.ddnsjava.examples.agent.action.Caller;
import io.github.ddnsjava.examples.agent.action.Operation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers each request. It is refused, in this order, if it is meant for somebody else (403), if it is not known who calls
 * (401), if there is no such path (404), method (405) or right (403), or if it has a body (413). Thread-safe.
 */
final class AgentHandler extends Handler.Abstract {
    private final Rules rules;
    private final Pages pages;
    private final Connections connections;
    private final Throttle throttle;
    private final Refusals refusals;
    private final Timer timer;

    /**
     * What stands between a caller and the pages; a reload replaces it.
     *
     * @param authorities returns which requests are meant for the agent
     * @param doorkeeper returns who knows the callers
     */
    record Rules(Supplier<Authorities> authorities, Supplier<Doorkeeper> doorkeeper) {}

    /** Runs something later. */
    @FunctionalInterface
    interface Timer {
        /** Runs the task after that time. */
        void after(Duration delay, Runnable task);
    }

    AgentHandler(Rules rules, Pages pages, Connections connections, Throttle throttle, Refusals refusals, Timer timer) {
        this.rules = rules;
        this.pages = pages;
        this.connections = connections;
        this.throttle = throttle;
        this.refusals = refusals;
        this.timer = timer;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws InterruptedException {
        try {
            return answer(request, response, callback);
        } catch (RuntimeException e) {
            pages.countDefect();
            throw e; // Jetty logs it, and answers with 500
        }
    }

    private boolean answer(Request request, Response response, Callback callback) throws InterruptedException {
        connections.answering(request);
        request.addIdleTimeoutListener(timeout -> false); // a plan takes its time, and an event comes when it comes
        String path = Optional.ofNullable(request.getHttpURI().getPath()).orElse("");
        Optional<Operation> operation = Operation.at(path);
        if (rules.authorities().get().isForeign(request)) {
            refusals.ofUnknown("foreign Host or Origin", operation, request);
            send(
                    Reply.error(403, "foreign", "the headers Host and Origin must name the agent; see http.hosts"),
                    response,
                    callback);
            return true;
        }
        Optional<Reply> file = pages.file(path, request.getMethod());
        if (file.isPresent()) {
            send(file.get(), response, callback);
            return true;
        }
        if (operation.isPresent() && operation.get().role().isEmpty()) {
            send(refusal(request, operation.get()).orElseGet(() -> pages.health(operation.get())), response, callback);
            return true;
        }
        Doorkeeper.Admission admission = admission(request);
        switch (admission.verdict()) {
            case KNOWN -> known(operation, admission.caller().orElseThrow(), request, response, callback);
            case NO_ROLE -> {
                refusals.ofKnown(
                        new Audit.Who(admission.subject(), "without a role", from(request)), operation, request);
                send(Reply.error(403, "forbidden", "the token names no role"), response, callback);
            }
            default -> unknown(admission.verdict(), operation, request, response, callback);
        }
        return true;
    }

    private Doorkeeper.Admission admission(Request request) {
        return rules.doorkeeper().get().admit(request.getHeaders().get(HttpHeader.AUTHORIZATION), from(request));
    }

    private void known(
            Optional<Operation> operation, Caller caller, Request request, Response response, Callback callback)
            throws InterruptedException {
        if (operation.isEmpty()) {
            send(Reply.error(404, "not-found", "there is no such path"), response, callback);
            return;
        }
        Optional<Reply> refusal = refusal(request, operation.get());
        boolean allowed = Actions.allows(operation.get(), caller);
        if (refusal.isPresent() && (allowed || refusal.get().status() == 405)) {
            refusals.ofKnown(caller.who(), operation, request);
            send(refusal.get(), response, callback);
        } else if (!allowed) {
            refusals.ofKnown(caller.who(), operation, request);
            String role = operation.get().role().orElseThrow().toString();
            send(Reply.error(403, "forbidden", "this needs the role " + role), response, callback);
        } else if (operation.get() == Operation.EVENTS && !request.getMethod().equals("HEAD")) {
            pages.events(request, response, callback, () -> mayWatch(request), connections.streaming(request));
        } else {
            send(pages.page(operation.get(), caller, request), response, callback);
        }
    }

    /** Tells whether what the caller has shown is still good: a token is revoked, a JWT expires, its key is withdrawn. */
    private boolean mayWatch(Request request) {
        return admission(request)
                .caller()
                .filter(caller -> Actions.allows(Operation.EVENTS, caller))
                .isPresent();
    }

    /** Returns why the method or the body is refused. */
    private static Optional<Reply> refusal(Request request, Operation operation) {
        String method = request.getMethod();
        if (!method.equals(operation.method()) && !(method.equals("HEAD") && !operation.isAction())) {
            String allowed = operation.isAction() ? operation.method() : operation.method() + ", HEAD";
            return Optional.of(
                    Reply.error(405, "method", "this path has other methods").with("Allow", allowed));
        }
        HttpFields headers = request.getHeaders();
        boolean hasBody =
                headers.contains(HttpHeader.TRANSFER_ENCODING) || headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0;
        return hasBody
                ? Optional.of(Reply.error(413, "body", "no request has a body").with("Connection", "close"))
                : Optional.empty();
    }

    private void unknown(
            Doorkeeper.Verdict verdict,
            Optional<Operation> operation,
            Request request,
            Response response,
            Callback callback) {
        InetSocketAddress from =
                (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress();
        Duration wait = throttle.failure(from.getAddress());
        refusals.ofUnknown("unknown", operation, request);
        boolean wrong = verdict == Doorkeeper.Verdict.WRONG;
        Reply reply = Reply.error(
                        401,
                        "unauthorized",
                        wrong ? "the token is not valid" : "a token is needed: Authorization: Bearer")
                .with("WWW-Authenticate", "Bearer realm=\"ddns-agent\"" + (wrong ? ", error=\"invalid_token\"" : ""));
        if (wait.isZero()) {
            send(reply, response, callback);
        } else {
            timer.after(wait, () -> send(reply, response, callback));
        }
    }

    private static String from(Request request) {
        return Request.getRemoteAddr(request);
    }

    /** Sends it. */
    static void send(Reply reply, Response response, Callback callback) {
        response.setStatus(reply.status());
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, reply.type());
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put(new HttpField("X-Content-Type-Options", "nosniff"));
        reply.headers().forEach((name, value) -> headers.put(new HttpField(name, value)));
        Content.Sink.write(response, true, reply.content(), callback);
    }
}
