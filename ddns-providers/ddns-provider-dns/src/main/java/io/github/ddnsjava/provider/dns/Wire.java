package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.exception.TransientException;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Carries one DNS message to a server and its answer back (RFC 1035 section 4.2, RFC 7766). Ends within the timeout,
 * and at once when the thread is interrupted. Stateless.
 *
 * <p>dnsjava's own resolver is not used: it starts a thread of its own, installs a shutdown hook in the host's JVM, and
 * does not tell a message that never left from one that was sent and not answered.
 */
final class Wire {
    private static final int MAX_DATAGRAM = 65_535;

    private Wire() {}

    /**
     * Sends a message over a TCP connection of its own.
     *
     * @throws TransientException if there is no answer; says whether the message left
     */
    static byte[] tcp(InetSocketAddress server, byte[] message, Duration timeout) throws InterruptedException {
        return tcp(null, server, message, timeout);
    }

    /** The same, from an address of this host; null is the system's choice. */
    static byte[] tcp(@Nullable InetSocketAddress from, InetSocketAddress server, byte[] message, Duration timeout)
            throws InterruptedException {
        boolean connected = false;
        try (SocketChannel channel = SocketChannel.open();
                Wait wait = new Wait(channel, timeout)) {
            channel.bind(from);
            if (!channel.connect(server)) {
                do {
                    wait.until(SelectionKey.OP_CONNECT);
                } while (!channel.finishConnect());
            }
            connected = true;
            ByteBuffer out = ByteBuffer.allocate(2 + message.length)
                    .putShort((short) message.length)
                    .put(message)
                    .flip();
            while (out.hasRemaining()) {
                if (channel.write(out) == 0) {
                    wait.until(SelectionKey.OP_WRITE);
                }
            }
            int length = Short.toUnsignedInt(read(channel, 2, wait).getShort());
            return read(channel, length, wait).array();
        } catch (IOException | UnsupportedAddressTypeException | UnresolvedAddressException e) {
            throw connected
                    ? TransientException.unknownOutcome("no answer from " + text(server) + ": " + reason(e), e)
                    : TransientException.notSent("cannot connect to " + text(server) + ": " + reason(e), e);
        }
    }

    private static ByteBuffer read(SocketChannel channel, int bytes, Wait wait)
            throws IOException, InterruptedException {
        ByteBuffer in = ByteBuffer.allocate(bytes);
        while (in.hasRemaining()) {
            int count = channel.read(in);
            if (count < 0) {
                throw new EOFException("the connection was closed");
            }
            if (count == 0) {
                wait.until(SelectionKey.OP_READ);
            }
        }
        return in.flip();
    }

    /**
     * Sends a message in one datagram, and returns the first datagram of that server that bears the same id.
     *
     * @throws TransientException if there is none
     */
    static byte[] udp(InetSocketAddress server, byte[] message, Duration timeout) throws InterruptedException {
        return udp(null, server, message, timeout);
    }

    /** The same, from an address of this host; null is the system's choice. */
    static byte[] udp(@Nullable InetSocketAddress from, InetSocketAddress server, byte[] message, Duration timeout)
            throws InterruptedException {
        try (DatagramChannel channel = DatagramChannel.open();
                Wait wait = new Wait(channel, timeout)) {
            channel.bind(from);
            channel.connect(server);
            channel.write(ByteBuffer.wrap(message));
            ByteBuffer in = ByteBuffer.allocate(MAX_DATAGRAM);
            while (true) {
                if (channel.read(in.clear()) == 0) {
                    wait.until(SelectionKey.OP_READ);
                } else if (in.position() > 2 && in.get(0) == message[0] && in.get(1) == message[1]) {
                    byte[] answer = new byte[in.flip().remaining()];
                    in.get(answer);
                    return answer;
                }
            }
        } catch (IOException | UnsupportedAddressTypeException | UnresolvedAddressException e) {
            throw TransientException.unknownOutcome("no answer from " + text(server) + ": " + reason(e), e);
        }
    }

    private static String text(InetSocketAddress server) {
        return server.getAddress().getHostAddress() + " port " + server.getPort();
    }

    static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** Waits for a channel, never beyond the timeout of the whole exchange. */
    private static final class Wait implements AutoCloseable {
        private final Selector selector;
        private final SelectionKey key;
        private final Duration timeout;
        private final long end;

        /** Begins an exchange; a thread that is interrupted already sends nothing. */
        Wait(SelectableChannel channel, Duration timeout) throws IOException, InterruptedException {
            failIfInterrupted();
            this.timeout = timeout;
            this.end = System.nanoTime() + timeout.toNanos();
            this.selector = Selector.open();
            channel.configureBlocking(false);
            this.key = channel.register(selector, 0);
        }

        void until(int operation) throws IOException, InterruptedException {
            long left = (end - System.nanoTime() + 999_999) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("nothing came within " + timeout.toMillis() + " ms");
            }
            if (!key.isValid()) {
                throw new ClosedChannelException();
            }
            key.interestOps(operation);
            selector.select(left);
            selector.selectedKeys().clear();
            failIfInterrupted();
        }

        private static void failIfInterrupted() throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while asking a DNS server");
            }
        }

        @Override
        public void close() throws IOException {
            selector.close();
        }
    }
}
