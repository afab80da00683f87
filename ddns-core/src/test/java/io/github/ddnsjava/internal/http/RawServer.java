package io.github.ddnsjava.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server on loopback that writes just the bytes that a test gives it. */
public final class RawServer implements AutoCloseable {
    /** What a connection's thread does; the connection is closed after it. */
    @FunctionalInterface
    public interface Script {
        void serve(Connection connection) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public RawServer(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
        run(this::accept);
    }

    /** Serves on a free port of 127.0.0.1. */
    public static RawServer on4(Script script) throws IOException {
        return new RawServer(new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1")), script);
    }

    /** Answers every request with those bytes, as long as the client asks. */
    public static RawServer answering(String answer) throws IOException {
        return on4(connection -> {
            while (connection.readRequest()) {
                connection.write(answer);
            }
        });
    }

    /** Answers one request per connection with those bytes, and closes. */
    public static RawServer answeringOnce(String answer) throws IOException {
        return on4(connection -> {
            connection.readRequest();
            connection.write(answer);
        });
    }

    /** A complete answer that keeps the connection. */
    public static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void run(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Connection connection = new Connection(socket, connections.size() + 1);
                connections.add(connection);
                run(connection::serve);
            } catch (IOException e) {
                return;
            }
        }
    }

    public URI uri() {
        return uri("http", "127.0.0.1");
    }

    public URI uri(String scheme, String host) {
        return URI.create(scheme + "://" + host + ":" + port());
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int connections() {
        return connections.size();
    }

    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Connection connection : connections) {
            connection.socket.close();
        }
    }

    /** One connection of a client. */
    public final class Connection {
        private final Socket socket;
        private final int number;

        Connection(Socket socket, int number) {
            this.socket = socket;
            this.number = number;
        }

        private void serve() {
            try (socket) {
                script.serve(this);
            } catch (IOException | InterruptedException e) {
                // The client left, or the test is over.
            }
        }

        /** Returns which one it is, from 1. */
        public int number() {
            return number;
        }

        /** Returns the socket, for what is not HTTP. */
        Socket socket() {
            return socket;
        }

        /** Returns the client's address. */
        public String client() {
            return socket.getInetAddress().getHostAddress();
        }

        /** Reads up to an empty line; returns false where the client has closed instead. */
        public boolean readRequest() throws IOException {
            StringBuilder request = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (request.indexOf("\r\n\r\n") < 0) {
                int c = in.read();
                if (c < 0) {
                    return false;
                }
                request.append((char) c);
            }
            requests.add(request.toString());
            return true;
        }

        public void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** Writes that text again and again, with pauses of 20 ms, until the client leaves. */
        public void trickle(String text) throws IOException, InterruptedException {
            while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                write(text);
            }
        }

        /** Says nothing until the client leaves, whatever it sends. */
        public void awaitEnd() throws IOException {
            socket.getInputStream().skip(Long.MAX_VALUE);
        }
    }
}
