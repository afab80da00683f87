package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.detect.EchoTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks echo services over sockets of its own, by HTTP/1.1 (RFC 9112). Never through a proxy, whose address would be the
 * answer. Thread-safe.
 *
 * <p>Each exchange runs on a daemon thread of its own, which the caller waits for. Neither a name look-up nor a
 * platform thread's socket read can be interrupted, and a read's timeout starts anew with each byte; so at the
 * deadline, or when the caller is interrupted, the caller leaves and closes the socket under the thread. That bounds
 * look-up, TLS and a trickling body alike, the same on every JDK. At one exchange every few minutes a pool would only
 * keep threads idle.
 *
 * <p>The last connection to each target is kept for a minute. A server may close it at any time, and a change of
 * address kills it silently: if no answer begins within a third of the time, the request is sent once more, on a new
 * connection.
 *
 * <p>An answer that may be cut, since it has neither a length nor a line end, counts if a second one over another
 * connection is the same.
 */
public final class SocketEchoTransport implements EchoTransport, AutoCloseable {
    /** Looks a name up. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private static final Duration MAX_IDLE = Duration.ofSeconds(60);

    private final Resolver resolver;
    private final Supplier<SSLSocketFactory> tls;
    private final LongSupplier nanoTime;
    private final Map<EchoTarget, EchoConnection> idle = new HashMap<>();

    /** Makes one with the JDK's resolver, trust store and clock. */
    public SocketEchoTransport() {
        this(InetAddress::getAllByName, () -> (SSLSocketFactory) SSLSocketFactory.getDefault(), System::nanoTime);
    }

    SocketEchoTransport(Resolver resolver, Supplier<SSLSocketFactory> tls, LongSupplier nanoTime) {
        this.resolver = resolver;
        this.tls = tls;
        this.nanoTime = nanoTime;
    }

    @Override
    public Answer get(Request request) throws IOException, InterruptedException {
        EchoTarget target = EchoTarget.of(request);
        EchoExchange exchange = new EchoExchange(target, request, resolver, tls);
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the request was sent");
        }
        FutureTask<Answer> task = new FutureTask<>(() -> run(exchange, target, request));
        Thread thread = new Thread(task, "ddnsjava-echo");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException(
                    "no complete answer within " + request.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("the exchange failed", e.getCause());
        } finally {
            exchange.abandon();
        }
    }

    private Answer run(EchoExchange exchange, EchoTarget target, Request request) throws IOException {
        EchoConnection kept = take(target, request.fresh());
        Answer answer = kept == null ? null : exchange.askOver(kept);
        if (answer == null) {
            answer = exchange.askAnew();
        }
        if (exchange.isInDoubt() && !exchange.askAnew().body().equals(answer.body())) {
            throw new IOException(
                    "the answer may be cut off: it has neither a length nor a line end, and a second answer was different");
        }
        EchoConnection reusable = exchange.release();
        if (reusable != null) {
            keep(target, reusable);
        }
        return answer;
    }

    /** Takes the idle connection to that target, unless there is none fit for use, and closes all that are too old. */
    private @Nullable EchoConnection take(EchoTarget target, boolean fresh) {
        synchronized (idle) {
            for (Iterator<EchoConnection> each = idle.values().iterator(); each.hasNext(); ) {
                EchoConnection connection = each.next();
                if (nanoTime.getAsLong() - connection.idleSince() > MAX_IDLE.toNanos()) {
                    connection.close();
                    each.remove();
                }
            }
            EchoConnection connection = idle.remove(target);
            if (connection != null && (fresh || connection.isSpoilt())) {
                connection.close();
                return null;
            }
            return connection;
        }
    }

    private void keep(EchoTarget target, EchoConnection connection) {
        synchronized (idle) {
            connection.idleSince(nanoTime.getAsLong());
            EchoConnection other = idle.put(target, connection);
            if (other != null) {
                other.close();
            }
        }
    }

    /** Closes the idle connections. Exchanges on their way go on, and new ones may follow. */
    @Override
    public void close() {
        synchronized (idle) {
            idle.values().forEach(EchoConnection::close);
            idle.clear();
        }
    }
}
