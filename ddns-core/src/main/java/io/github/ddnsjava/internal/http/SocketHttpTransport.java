package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * Exchanges on a {@linkplain HttpRoute route} that the JDK's client cannot take: it cannot force a family; it has a local
 * address only since JDK 19; and it does not send a password to a proxy for an https URL, unless a system property of the
 * whole JVM allows it ({@code jdk.http.auth.tunneling.disabledSchemes}). HTTP/1.1, one connection for each exchange. A
 * connection is closed as soon as the caller is interrupted, or the time is over. Redirects are never followed.
 * Thread-safe.
 */
public final class SocketHttpTransport implements HttpTransport {
    private final HttpRoute route;
    private final Supplier<SSLSocketFactory> tls;
    private final SocketEchoTransport.Resolver resolver;
    private final AtomicInteger count = new AtomicInteger();

    /** Makes one; without a context it uses the JVM's. */
    public SocketHttpTransport(HttpRoute route, Optional<SSLContext> tls) {
        this(route, tls, InetAddress::getAllByName);
    }

    SocketHttpTransport(HttpRoute route, Optional<SSLContext> tls, SocketEchoTransport.Resolver resolver) {
        this.route = route;
        this.tls = () ->
                tls.map(SSLContext::getSocketFactory).orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault());
        this.resolver = resolver;
    }

    @Override
    public Answer exchange(Request request) throws InterruptedException {
        String what = request.toString();
        SocketHttpExchange exchange;
        try {
            exchange = new SocketHttpExchange(route, tls, resolver, request);
        } catch (IllegalArgumentException | IOException e) {
            // Without the cause, which may quote the header or URL, secrets included.
            throw new ProtocolException(what + ": the request cannot be built");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException(what + ": interrupted before it was sent");
        }
        FutureTask<Answer> task = new FutureTask<>(exchange::run);
        Thread thread = new Thread(task, "ddnsjava-http-route-" + count.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            String message = HttpAnswers.late(what, request.timeout());
            throw exchange.abandon()
                    ? TransientException.unknownOutcome(message, e)
                    : TransientException.notSent(message, e);
        } catch (ExecutionException e) {
            throw failure(what, e.getCause() == null ? e : e.getCause(), exchange.abandon());
        } finally {
            exchange.abandon();
        }
    }

    private static RuntimeException failure(String what, Throwable cause, boolean begun) {
        if (cause instanceof DdnsException told) {
            return told;
        }
        if (cause instanceof SocketHttpExchange.ProxyRefusal) {
            return TransientException.notSent(what + ": " + cause.getMessage(), null);
        }
        if (begun) {
            return HttpAnswers.failureOfSent(what, cause);
        }
        String tls = cause instanceof javax.net.ssl.SSLException ? ": " : ": no connection: ";
        return TransientException.notSent(what + tls + cause.getMessage(), cause);
    }
}
