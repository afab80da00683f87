package io.github.ddnsjava.internal.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server on loopback that reads one request of each connection, lets the test write the answer, and hangs up. */
final class OneAnswerServer implements AutoCloseable {
    /** Answers one connection, after its request's headers were read; the connection ends with it. */
    interface Script {
        void answer(Socket socket, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);

    OneAnswerServer(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    OneAnswerServer(ServerSocket server, Script script) {
        this.server = server;
        Thread thread = new Thread(() -> serve(script), "raw server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends that text and ends the connection. */
    static Script says(String answer) {
        return (socket, out) -> {
            out.write(answer.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        };
    }

    private void serve(Script script) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                StringBuilder request = new StringBuilder();
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    request.append(line).append('\n');
                }
                requests.add(request.toString());
                asked.countDown();
                script.answer(socket, socket.getOutputStream());
            } catch (IOException e) {
                // The client went away, or the test is over.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Waits until a request came. */
    void awaitRequest() throws InterruptedException {
        asked.await();
    }

    /** Waits until the test is over. */
    void stall() throws InterruptedException {
        closed.await();
    }

    List<String> requests() {
        return requests;
    }

    URI uri(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + "/path");
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}
