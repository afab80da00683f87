package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.internal.Product;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP/1.1 with a device on the local network, in both directions: plain, one exchange on each connection, never
 * through a proxy, no redirects. Bounded in size and, by a deadline for the whole exchange, in time; interrupting the
 * thread ends it. Devices are known by address, so no name is looked up. Stateless and thread-safe.
 */
public final class LanHttp {
    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param headers the first value of each header, by lower-case name
     * @param body the body, as ISO-8859-1 text, which loses nothing
     */
    public record Answer(int status, Map<String, String> headers, String body) {}

    /**
     * What a device asks of us.
     *
     * @param method the method
     * @param target the path, with the query if there is one
     * @param headers the first value of each header, by lower-case name
     * @param body the body, as ISO-8859-1 text, which loses nothing
     */
    public record Request(String method, String target, Map<String, String> headers, String body) {}

    private LanHttp() {}

    /**
     * Asks a device.
     *
     * @param uri an {@code http} address whose host is a literal
     * @param headers what is sent besides Host, User-Agent, Connection and Content-Length; written as given, since some
     *     devices know headers by one spelling only
     * @throws IOException if there is no complete answer in time, or it is larger than allowed; the message says which
     */
    public static Answer exchange(
            String method, URI uri, Map<String, String> headers, String body, int maxBytes, Deadline deadline)
            throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        try (SocketChannel channel = SocketChannel.open()) {
            Socket socket = channel.socket();
            socket.connect(address(uri), deadline.millisLeft());
            // One write, so that head and body travel together: some devices do not wait for the rest.
            byte[] head = head(method, uri, headers, content.length).getBytes(StandardCharsets.US_ASCII);
            byte[] request = new byte[head.length + content.length];
            System.arraycopy(head, 0, request, 0, head.length);
            System.arraycopy(content, 0, request, head.length, content.length);
            socket.getOutputStream().write(request);
            // XML shows its own end, so a body that ends with the connection will do.
            EchoReader.Message message = new EchoReader(in(socket, deadline), maxBytes).read();
            return new Answer(message.status(), first(message.headers()), message.body());
        } catch (SocketTimeoutException e) {
            throw deadline.missed();
        }
    }

    private static InetSocketAddress address(URI uri) throws IOException {
        Optional<IpAddress> host = uri.getHost() == null ? Optional.empty() : InsecureUrls.literal(uri);
        if (host.isEmpty() || !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IOException("the URL is not an http URL with an address as its host");
        }
        return new InetSocketAddress(host.get().toInetAddress(), uri.getPort() < 0 ? 80 : uri.getPort());
    }

    private static String head(String method, URI uri, Map<String, String> headers, int length) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        StringBuilder head = new StringBuilder(method).append(' ').append(path);
        if (ascii.getRawQuery() != null) {
            head.append('?').append(ascii.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(ascii.getRawAuthority());
        head.append("\r\nUser-Agent: ").append(Product.USER_AGENT);
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        if (length > 0) {
            head.append("\r\nContent-Length: ").append(length);
        }
        return head.append("\r\nConnection: close\r\n\r\n").toString();
    }

    /**
     * Reads what a device asks of us.
     *
     * @param accepted a connection of its own, in blocking mode
     * @throws IOException if it is no complete request in time, or is larger than allowed
     */
    public static Request readRequest(SocketChannel accepted, int maxBytes, Deadline deadline) throws IOException {
        return new EchoReader(in(accepted.socket(), deadline), maxBytes).readRequest();
    }

    /** Answers it, without a body. */
    public static void answer(SocketChannel accepted, int status, String reason) throws IOException {
        String answer = "HTTP/1.1 " + status + " " + reason + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        accepted.socket().getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    static Map<String, String> first(Map<String, List<String>> headers) {
        Map<String, String> first = new HashMap<>();
        headers.forEach((name, values) -> first.put(name, values.get(0)));
        return first;
    }

    private static InputStream in(Socket socket, Deadline deadline) throws IOException {
        InputStream raw = socket.getInputStream();
        return new BufferedInputStream(new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            /** Gives each read the time that is left, so that a trickle does not prolong the whole. */
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                socket.setSoTimeout(deadline.millisLeft());
                return raw.read(bytes, offset, length);
            }
        });
    }
}
