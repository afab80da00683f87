package io.github.ddnsjava.coordination;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A line between one node and one server. When it is cut, nothing passes, and nobody is told: what was sent waits, as it
 * does when a cable is pulled. When it is mended, what waited goes on. Thread-safe.
 */
final class CutLine implements AutoCloseable {
    private final ServerSocket entry;
    private final int server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private boolean cut;

    /**
     * Makes one.
     *
     * @param at where the node connects to
     * @param server the port of the server on the loopback
     */
    CutLine(InetAddress at, int server) throws IOException {
        this.entry = new ServerSocket(0, 100, at);
        this.server = server;
        run(this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    synchronized void cut() {
        cut = true;
    }

    synchronized void mend() {
        cut = false;
        notifyAll();
    }

    private synchronized void pass() throws InterruptedException {
        while (cut) {
            wait();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket node = entry.accept();
            open.add(node);
            run(() -> connect(node));
        }
    }

    private void connect(Socket node) throws IOException, InterruptedException {
        try {
            pass();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
            open.add(far);
            far.setTcpNoDelay(true); // a line adds no wait of 40 ms between two packets
            node.setTcpNoDelay(true);
            run(() -> pump(far, node));
            pump(node, far);
        } catch (IOException e) {
            end(node); // the server is away
        }
    }

    private void pump(Socket from, Socket to) throws IOException, InterruptedException {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] some = new byte[8192];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                pass();
                out.write(some, 0, n);
            }
        } finally {
            end(from);
            end(to);
        }
    }

    private void end(Socket socket) throws IOException {
        open.remove(socket);
        socket.close();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The line is closed, or an end hung up.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entry.close();
        for (Socket socket : open) {
            end(socket);
        }
        mend();
    }
}
