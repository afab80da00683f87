package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.text.OutsideText;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Exchanges over the JDK's client, with three additions: a time limit that includes the body, a limit on the size of
 * the body, and an end as soon as the caller is interrupted. If the thread is already interrupted, the request is not
 * sent. It is not sent either if the exchange ends while the connection is being opened ({@link Departure}). Redirects
 * are never followed. Thread-safe; one client, made when first used.
 */
public final class JdkHttpTransport implements HttpTransport {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Pattern CHARSET =
            Pattern.compile("charset=\"?([A-Za-z0-9._:-]+)\"?", Pattern.CASE_INSENSITIVE);

    private final Object lock = new Object();
    private volatile @org.jspecify.annotations.Nullable HttpClient client;

    private HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            synchronized (lock) {
                made = client;
                if (made == null) {
                    made = HttpClient.newBuilder()
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(CONNECT_TIMEOUT)
                            .executor(threads())
                            .build();
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
            return toAnswer(future.get(request.timeout().toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            throw TransientException.unknownOutcome(what + ": no complete answer within " + request.timeout(), e);
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
        if (cause instanceof CappedBody.TooLarge) {
            return new ProtocolException(what + ": " + cause.getMessage());
        }
        if (cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnresolvedAddressException) {
            return TransientException.notSent(what + ": no connection", cause);
        }
        if (cause instanceof SSLException failure && !begun) {
            return TransientException.notSent(what + ": " + TlsFailure.message(failure), cause);
        }
        if (cause instanceof Departure.RepeatedException
                || cause instanceof IOException && !(cause instanceof java.net.ProtocolException)) {
            return TransientException.unknownOutcome(
                    what + ": the connection failed before the answer was complete", cause);
        }
        return new ProtocolException(what + ": the answer is not HTTP", cause);
    }

    private static Answer toAnswer(HttpResponse<byte[]> response) {
        Map<String, List<String>> headers = new HashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        Charset charset = response.headers()
                .firstValue("content-type")
                .flatMap(JdkHttpTransport::charset)
                .orElse(StandardCharsets.UTF_8);
        return new Answer(response.statusCode(), headers, OutsideText.decode(response.body(), charset));
    }

    private static Optional<Charset> charset(String contentType) {
        Matcher matcher = CHARSET.matcher(contentType);
        try {
            return matcher.find() ? Optional.of(Charset.forName(matcher.group(1))) : Optional.empty();
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
