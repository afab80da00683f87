package io.github.ddnsjava.examples.agent.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends what no proper client does. One connection. */
final class RawHttp implements AutoCloseable {
    final Socket socket;
    private final InputStream in;

    /**
     * An answer.
     *
     * @param headers by their names in lower case
     */
    record Answer(int status, Map<String, String> headers, String body) {}

    RawHttp(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(60_000);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Asks on a connection of its own. Each header is a line, and {@code Host} is there unless one is given. */
    static Answer ask(int port, String method, String target, String... headers) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            return http.ask(method, target, headers);
        }
    }

    Answer ask(String method, String target, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        if (String.join("\n", headers).toLowerCase(Locale.ROOT).indexOf("host:") != 0) {
            request.append("Host: 127.0.0.1:").append(socket.getPort()).append("\r\n");
        }
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        send(request + "\r\n");
        return answer(method.equals("HEAD"));
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    Answer answer(boolean head) throws IOException {
        String line = line();
        int status = Integer.parseInt(line.split(" ")[1]);
        Map<String, String> headers = new TreeMap<>();
        for (line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = head ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Answer(status, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    /** Returns the next line. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).replaceAll("\r$", "");
    }

    /** Reads until the other side has closed the connection. */
    void skipToTheEnd() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (java.net.SocketException reset) {
            return;
        }
    }

    /** Tells whether the other side has closed the connection, after everything was read. */
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
