package io.github.ddnsjava.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP proxy on loopback (RFC 9110, 9.3.6 and 11.7). Every name leads it to 127.0.0.1. It removes its credentials from
 * what it forwards.
 */
final class TestProxy implements AutoCloseable {
    private final RawServer server;
    private final Optional<String> login;

    private TestProxy(Optional<String> login) throws IOException {
        this.login =
                login.map(text -> "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        this.server = RawServer.on4(this::serve);
    }

    static TestProxy open() throws IOException {
        return new TestProxy(Optional.empty());
    }

    /** Starts one that wants to know who asks, as {@code user:password}. */
    static TestProxy guarded(String login) throws IOException {
        return new TestProxy(Optional.of(login));
    }

    int port() {
        return server.port();
    }

    List<String> requests() {
        return server.requests();
    }

    private void serve(RawServer.Connection client) throws IOException {
        if (!client.readRequest()) {
            return;
        }
        String request = server.requests().get(client.number() - 1);
        if (login.isPresent() && !request.contains("\r\nProxy-Authorization: " + login.get() + "\r\n")) {
            client.write("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                    + "Content-Length: 2\r\n\r\nno");
            return;
        }
        String[] line = request.split(" ", 3);
        boolean tunnel = line[0].equals("CONNECT");
        URI target = URI.create(tunnel ? "tunnel://" + line[1] : line[1]);
        try (Socket origin = new Socket(InetAddress.getByName("127.0.0.1"), target.getPort())) {
            if (tunnel) {
                client.write("HTTP/1.1 200 Connection established\r\n\r\n");
            } else {
                String forwarded = line[0] + " " + target.getRawPath() + " " + line[2];
                origin.getOutputStream()
                        .write(forwarded
                                .replaceAll("Proxy-Authorization: [^\r]*\r\n", "")
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
            Thread there = new Thread(() -> pump(client.socket(), origin), "proxy");
            there.setDaemon(true);
            there.start();
            pump(origin, client.socket());
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them left.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
