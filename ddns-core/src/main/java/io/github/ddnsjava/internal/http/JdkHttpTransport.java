package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges over the JDK's client, with three additions: a time limit that includes the body, a limit on the size of
 * the body, and an end as soon as the caller is interrupted. If the thread is already interrupted, the request is not
 * sent. It is not sent either if the exchange ends while the connection is being opened ({@link Departure}). Redirects
 * are never followed. Thread-safe; one client, made when first used.
 */
public final class JdkHttpTransport implements HttpTransport {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final Object lock = new Object();
    private final Optional<SSLContext> tls;
    private volatile @Nullable HttpClient client;

    /** Makes one with the JVM's trust store and without a client certificate. */
    public JdkHttpTransport() {
        this(Optional.empty());
    }

    /** Makes one; without a context it uses the JVM's. */
    public JdkHttpTransport(Optional<SSLContext> tls) {
        this.tls = tls;
    }

    private HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            synchronized (lock) {
                made = client;
                if (made == null) {
                    HttpClient.Builder builder = HttpClient.newBuilder()
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(CONNECT_TIMEOUT)
                            .executor(threads());
                    tls.ifPresent(builder::sslContext);
                    made = builder.build();
                    client = made;
                }
            }
        }
        return made;
    }

    /**
     * As the client's own threads, which idle for a minute and, on JDK 17, hold the class loader of whoever made the
     * request that started them. These have names and end soon.
     */
    private static Executor threads() {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "ddnsjava-http-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public Answer exchange(Request request) throws InterruptedException {
        String what = request.toString();
        Departure departure = new Departure(request.body()
                .map(HttpRequest.BodyPublishers::ofByteArray)
                .orElseGet(HttpRequest.BodyPublishers::noBody));
        CompletableFuture<HttpResponse<byte[]>> future;
        try {
            HttpClient made = client();
            HttpRequest prepared = toJdk(request, departure);
            if (Thread.interrupted()) {
                throw new InterruptedException(what + ": interrupted before it was sent");
            }
            future = made.sendAsync(prepared, info -> new CappedBody(request.maxBytes()));
        } catch (IllegalArgumentException e) {
            // Without the cause, which quotes the header or URL, secrets included.
            throw new ProtocolException(what + ": the request cannot be built");
        }
        try {
            HttpResponse<byte[]> response = future.get(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return HttpAnswers.answer(response.statusCode(), response.headers().map(), response.body());
        } catch (TimeoutException e) {
            throw TransientException.unknownOutcome(HttpAnswers.late(what, request.timeout()), e);
        } catch (ExecutionException e) {
            throw failure(what, e.getCause() == null ? e : e.getCause(), departure.hasBegun());
        } finally {
            departure.cancel();
            // Closes the connection if the exchange is still under way, as after a timeout or an interrupt.
            future.cancel(true);
        }
    }

    private static HttpRequest toJdk(Request request, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri()).method(request.method(), body);
        request.headers().forEach(builder::setHeader);
        if ("http".equalsIgnoreCase(request.uri().getScheme())) {
            // Otherwise the client offers h2c, which upsets simple servers.
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        return builder.build();
    }

    private static RuntimeException failure(String what, Throwable cause, boolean begun) {
        if (cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnresolvedAddressException) {
            return TransientException.notSent(what + ": no connection", cause);
        }
        if (cause instanceof SSLException failure && !begun) {
            return TransientException.notSent(what + ": " + TlsFailure.message(failure), cause);
        }
        return HttpAnswers.failureOfSent(what, cause);
    }
}
