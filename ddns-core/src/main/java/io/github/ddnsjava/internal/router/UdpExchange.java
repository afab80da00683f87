package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.internal.http.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Asks the router over UDP. The socket is connected, so that the system lets nothing in but what the router sends from
 * the asked port. For one thread, which may be interrupted.
 */
final class UdpExchange implements Closeable {
    /** Reads an answer. */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * Reads a datagram.
         *
         * @return empty where it is no answer to what was asked; the wait goes on
         */
        Optional<T> read(byte[] datagram);
    }

    /** What is longer is no message of these protocols (RFC 6887 section 7); one byte more shows that it is. */
    private static final int MAX_BYTES = 1101;

    private final DatagramChannel channel;

    UdpExchange(InetSocketAddress router) throws IOException {
        this.channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.connect(router);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    int localPort() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /**
     * Sends a request, again and again with doubling pauses, until it is answered.
     *
     * @param pause the first pause
     * @throws PortUnreachableException if the router says that nobody there listens
     * @throws SocketTimeoutException if there is no answer in time
     */
    <T> T ask(byte[] request, Duration pause, Deadline deadline, Reader<T> reader) throws IOException {
        DatagramSocket socket = channel.socket();
        for (Duration next = pause; ; next = next.multipliedBy(2)) {
            socket.send(new DatagramPacket(request, request.length));
            Optional<T> answer = await(socket, deadline.atMost(next), reader);
            if (answer.isPresent()) {
                return answer.get();
            }
            deadline.millisLeft(); // throws once there is no time left
        }
    }

    private static <T> Optional<T> await(DatagramSocket socket, Deadline until, Reader<T> reader) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
        while (!until.isOver()) {
            try {
                socket.setSoTimeout(until.millisLeft());
                socket.receive(packet);
            } catch (SocketTimeoutException noAnswer) {
                return Optional.empty();
            }
            Optional<T> answer = reader.read(Arrays.copyOf(packet.getData(), packet.getLength()));
            if (answer.isPresent()) {
                return answer;
            }
            packet.setLength(MAX_BYTES);
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
