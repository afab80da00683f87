package io.github.ddnsjava.examples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An echo service on the loopback interface, as {@code GET /ipv4} and {@code GET /ipv6}. A real one tells the address
 * by which it is asked; this one tells what it is told to, and lies on demand. {@code GET /ipv4?is=198.51.100.9}
 * changes the address, for a person with curl. Thread-safe.
 */
public final class Echo implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final ServerSocket socket;
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private volatile String contentType = "text/plain";
    private volatile int cutBytes;

    /** Starts it on a free port. */
    public Echo() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "echo");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the page of a family: {@code ipv4} or {@code ipv6}. */
    public String url(String family) {
        return "http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort() + "/" + family;
    }

    /** Tells these addresses from now on. */
    public void says(String ipv4, String ipv6) {
        bodies.put("/ipv4", ipv4);
        bodies.put("/ipv6", ipv6);
        contentType = "text/plain";
        cutBytes = 0;
    }

    /** Answers with a page for people, as the login page of a hotel does. */
    void saysHtml() {
        says("<html>Please log in</html>", "<html>Please log in</html>");
        contentType = "text/html";
    }

    /**
     * Tells a length that is too short by one, in the next answer: the last digit is cut off, and it looks well-formed.
     */
    void cutsADigitOnce() {
        cutBytes = 1;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                connection.setSoTimeout(TIMEOUT_MILLIS);
                answer(connection);
            } catch (IOException e) {
                // The client went away, or this is closed.
            }
        }
    }

    private void answer(Socket connection) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        String request = in.readLine();
        String header = request;
        while (header != null && !header.isEmpty()) {
            header = in.readLine();
        }
        String[] words = request == null ? new String[0] : request.split(" ");
        String[] target = words.length < 2 ? new String[] {""} : words[1].split("\\?is=");
        if (target.length == 2) {
            bodies.replace(target[0], target[1]);
        }
        String body = bodies.getOrDefault(target[0], "");
        int length = body.length() - cutBytes;
        cutBytes = 0;
        String answer = "HTTP/1.1 " + (body.isEmpty() ? "404 Not Found" : "200 OK") + "\r\nContent-Type: " + contentType
                + "\r\nContent-Length: " + length + "\r\nConnection: close\r\n\r\n" + body;
        OutputStream out = connection.getOutputStream();
        out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
