package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.internal.Product;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One request in progress. One thread runs it. Another thread may call {@link #abandon}, which ends it. */
final class SocketHttpExchange {
    /** The proxy did not pass the request on. Its message says which proxy, and what to do. */
    static final class ProxyRefusal extends IOException {
        private static final long serialVersionUID = 1L;

        ProxyRefusal(HttpRoute.Proxy proxy, int status) {
            super(proxy + " answers HTTP " + status + "; "
                    + (status != 407
                            ? "check whether it may connect to this host"
                            : proxy.login().isPresent()
                                    ? "check the user name and the password of the proxy; only the scheme Basic is sent"
                                    : "it wants a user name and a password; set them"));
        }
    }

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    /** As the JDK's client; what this class writes itself, or does not support. */
    private static final Set<String> RESTRICTED = Set.of(
            "host", "connection", "content-length", "expect", "upgrade", "transfer-encoding", "proxy-authorization");

    private final HttpRoute route;
    private final Supplier<SSLSocketFactory> tls;
    private final SocketEchoTransport.Resolver resolver;
    private final HttpTransport.Request request;
    private final EchoTarget origin;
    private final Optional<HttpRoute.Proxy> proxy;
    private final String head;
    private boolean abandoned;
    private boolean begun;
    private @Nullable Closeable inUse;

    /**
     * Prepares an exchange.
     *
     * @throws IllegalArgumentException if a header cannot be sent
     * @throws IOException if the URL cannot be used
     */
    SocketHttpExchange(
            HttpRoute route,
            Supplier<SSLSocketFactory> tls,
            SocketEchoTransport.Resolver resolver,
            HttpTransport.Request request)
            throws IOException {
        this.route = route;
        this.tls = tls;
        this.resolver = resolver;
        this.request = request;
        this.origin = EchoTarget.of(request.uri(), route.family(), route.localAddress());
        // A proxy would take "this host" for itself.
        this.proxy = InsecureUrls.isLoopback(request.uri()) ? Optional.empty() : route.proxy();
        this.head = head();
    }

    private String head() {
        URI ascii = URI.create(request.uri().toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        String from = isForwarded() ? "http://" + origin.authority() : "";
        StringBuilder lines = new StringBuilder();
        line(
                lines,
                check(request.method(), TOKEN.matcher(request.method()).matches()) + " " + from + path + query
                        + " HTTP/1.1");
        line(lines, "Host: " + origin.authority());
        request.headers().forEach((name, value) -> {
            boolean sendable = TOKEN.matcher(name).matches()
                    && !RESTRICTED.contains(name.toLowerCase(Locale.ROOT))
                    && value.chars().allMatch(c -> c >= ' ' && c < 127 || c == '\t' || c >= 160 && c <= 255);
            line(lines, check(name, sendable) + ": " + value);
        });
        if (request.headers().keySet().stream().noneMatch("accept-encoding"::equalsIgnoreCase)) {
            line(lines, "Accept-Encoding: identity");
        }
        boolean hasBody = request.body().isPresent();
        if (hasBody || Set.of("POST", "PUT", "PATCH").contains(request.method())) {
            line(
                    lines,
                    "Content-Length: " + request.body().map(body -> body.length).orElse(0));
        }
        line(lines, "Connection: close");
        return lines.toString();
    }

    private static String check(String text, boolean sendable) {
        if (!sendable) {
            throw new IllegalArgumentException("it cannot be sent");
        }
        return text;
    }

    private static void line(StringBuilder lines, String line) {
        lines.append(line).append("\r\n");
    }

    /** Tells whether the proxy reads the request: it is not protected by TLS. */
    private boolean isForwarded() {
        return proxy.isPresent() && !origin.secure();
    }

    HttpTransport.Answer run() throws IOException {
        String login = proxy.flatMap(HttpRoute.Proxy::login)
                .map(user -> "Proxy-Authorization: " + user.basic() + "\r\n")
                .orElse("");
        Socket socket = connect();
        if (proxy.isPresent() && origin.secure()) {
            tunnel(socket, proxy.get(), login);
        }
        EchoConnection connection =
                origin.secure() ? EchoConnection.tls(socket, tls.get(), origin) : EchoConnection.plain(socket);
        begin();
        byte[] lines = (head + (isForwarded() ? login : "") + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] body = request.body().orElseGet(() -> new byte[0]);
        byte[] whole = new byte[lines.length + body.length];
        System.arraycopy(lines, 0, whole, 0, lines.length);
        System.arraycopy(body, 0, whole, lines.length, body.length);
        connection.send(whole);
        EchoReader.Message answer =
                connection.readOnly(request.maxBytes(), request.method().equals("HEAD"));
        if (isForwarded() && answer.status() == 407) {
            throw new ProxyRefusal(proxy.orElseThrow(), answer.status());
        }
        return HttpAnswers.answer(
                answer.status(), answer.headers(), answer.body().getBytes(StandardCharsets.ISO_8859_1));
    }

    private Socket connect() throws IOException {
        Duration timeout = request.timeout().compareTo(CONNECT_TIMEOUT) < 0 ? request.timeout() : CONNECT_TIMEOUT;
        long deadline = System.nanoTime() + timeout.toNanos();
        if (proxy.isEmpty()) {
            return Dial.connect(origin, resolver, deadline, this::use);
        }
        HttpRoute.Proxy by = proxy.get();
        try {
            return Dial.connect(by.target(route.localAddress()), resolver, deadline, this::use);
        } catch (EchoTransport.FamilyUnavailableException e) {
            throw new ConnectException(by + " has no address that can be reached from the local address");
        } catch (IOException e) {
            throw new ConnectException(by + " cannot be reached: " + e.getMessage());
        }
    }

    /** Asks the proxy for a connection to the origin (RFC 9110, 9.3.6). The origin sees nothing of this. */
    private void tunnel(Socket socket, HttpRoute.Proxy by, String login) throws IOException {
        String authority = origin.host() + ":" + origin.port();
        EchoConnection connection = EchoConnection.plain(socket);
        connection.send(("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\nUser-Agent: "
                        + Product.USER_AGENT + "\r\n" + login + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        int status;
        try {
            status = connection.readOnly(0, true).status();
        } catch (IOException e) {
            throw new ConnectException(by + " gives no HTTP answer to CONNECT: " + e.getMessage());
        }
        if (status / 100 != 2) {
            throw new ProxyRefusal(by, status);
        }
        if (connection.isSpoilt()) {
            throw new ConnectException(by + " sends something unasked after its answer to CONNECT");
        }
    }

    private synchronized void use(Closeable next) throws IOException {
        inUse = next;
        if (abandoned) {
            close(next);
            throw new IOException("abandoned");
        }
    }

    /** From now on, the request may have been sent. */
    private synchronized void begin() throws IOException {
        if (abandoned) {
            throw new IOException("abandoned");
        }
        begun = true;
    }

    /** Closes whatever is in use and refuses more. Returns whether the request may have been sent. */
    synchronized boolean abandon() {
        abandoned = true;
        close(inUse);
        return begun;
    }

    private static void close(@Nullable Closeable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (IOException e) {
            // There is nothing left to be done about it.
        }
    }
}
