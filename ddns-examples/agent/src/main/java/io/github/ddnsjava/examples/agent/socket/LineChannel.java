package io.github.ddnsjava.examples.agent.socket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Lines over a connection, each within a time: a channel that blocks cannot be given one. Not thread-safe. */
final class LineChannel implements AutoCloseable {
    private static final int BUFFER = 8192;

    private final SocketChannel channel;
    private final Selector selector;

    private LineChannel(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    /** Takes over the channel: it is closed with this, and also if this cannot be made. */
    static LineChannel over(SocketChannel channel) throws IOException {
        try {
            channel.configureBlocking(false);
            LineChannel lines = new LineChannel(channel, Selector.open());
            channel.register(lines.selector, 0);
            return lines;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Reads up to a line end.
     *
     * @throws SocketTimeoutException if it is not there in time
     * @throws IOException if the line is longer than that many bytes, or the connection ends before
     */
    String read(int most, Duration within) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long end = System.nanoTime() + within.toNanos();
        while (true) {
            if (channel.read(buffer.clear()) < 0) {
                throw new IOException("the connection ended before the line");
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                line.write(next);
            }
            if (line.size() > most) {
                throw new IOException("the line is longer than " + most + " bytes");
            }
            await(SelectionKey.OP_READ, end);
        }
    }

    /**
     * Writes a line.
     *
     * @throws SocketTimeoutException if the other side does not read it in time
     * @throws IOException if the connection ends before
     */
    void write(String line, Duration within) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        long end = System.nanoTime() + within.toNanos();
        while (true) {
            channel.write(bytes);
            if (!bytes.hasRemaining()) {
                return;
            }
            await(SelectionKey.OP_WRITE, end);
        }
    }

    private void await(int operation, long end) throws IOException {
        long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
        channel.keyFor(selector).interestOps(operation);
        if (millis <= 0 || selector.select(ready -> {}, millis) == 0) {
            throw new SocketTimeoutException("the other side took too long");
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            selector.close();
        }
    }
}
