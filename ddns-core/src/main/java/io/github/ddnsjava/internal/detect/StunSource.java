package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.AddressSource;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.EchoTransport.FamilyUnavailableException;
import io.github.ddnsjava.detect.LocalBinding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One STUN server, asked over UDP from a new port each time (RFC 8489). A request is repeated after 500 ms, doubling
 * (section 6.2.1), as long as there is time; only an answer of the asked address with the same random transaction id
 * counts. Immutable and thread-safe.
 *
 * @param host the server's name or address
 * @param port its UDP port
 * @param operator who runs it
 * @param bind from where it is asked
 */
record StunSource(String host, int port, String operator, LocalBinding bind) implements AddressSource {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final int MAX_SENDS = 7;
    private static final int MAX_DATAGRAM = 1500;

    @Override
    public boolean serves(IpFamily family) {
        return bind.serves(family)
                && literal().map(address -> address.family() == family).orElse(true);
    }

    private Optional<IpAddress> literal() {
        return IpAddress.tryParse(host);
    }

    @Override
    public IpAddress ask(IpFamily family, DetectionContext context) throws IOException, InterruptedException {
        InetSocketAddress server = new InetSocketAddress(resolve(family), port);
        byte[] id = new byte[StunMessage.TRANSACTION_ID_BYTES];
        RANDOM.nextBytes(id);
        StandardProtocolFamily protocol =
                family == IpFamily.IPV4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        try (DatagramChannel channel = DatagramChannel.open(protocol);
                Selector selector = Selector.open()) {
            Optional<IpAddress> from = bind.address(family);
            if (from.isPresent()) {
                channel.bind(new InetSocketAddress(from.get().toInetAddress(), 0));
            }
            connect(channel, server, family);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            return StunMessage.address(exchange(channel, selector, id, context.timeout()));
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (PortUnreachableException e) {
            throw new IOException("nothing listens at the STUN server's port " + port, e);
        }
    }

    /** Lets the kernel drop what comes from other addresses; sends nothing, and fails where there is no way. */
    private static void connect(DatagramChannel channel, InetSocketAddress server, IpFamily family) throws IOException {
        try {
            channel.connect(server);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new FamilyUnavailableException("this host has no " + family + " route");
        }
    }

    private static byte[] exchange(DatagramChannel channel, Selector selector, byte[] id, Duration timeout)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        long wait = FIRST_WAIT.toNanos();
        long resend = System.nanoTime();
        ByteBuffer in = ByteBuffer.allocate(MAX_DATAGRAM);
        int sends = 0;
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long now = System.nanoTime();
            if (now - end >= 0) {
                throw new SocketTimeoutException("no STUN answer within " + timeout.toMillis() + " ms");
            }
            if (now - resend >= 0 && sends < MAX_SENDS) {
                channel.write(ByteBuffer.wrap(StunMessage.request(id)));
                sends++;
                resend = now + wait;
                wait *= 2;
            }
            long left = sends < MAX_SENDS ? Math.min(resend - now, end - now) : end - now;
            selector.select(Math.max(1, left / 1_000_000));
            selector.selectedKeys().clear();
            while (channel.read(in.clear()) > 0) {
                byte[] datagram = new byte[in.flip().remaining()];
                in.get(datagram);
                if (StunMessage.isAnswer(datagram, id)) {
                    return datagram;
                }
            }
        }
    }

    private InetAddress resolve(IpFamily family) throws IOException {
        Optional<IpAddress> literal = literal();
        List<InetAddress> all;
        try {
            all = literal.isPresent()
                    ? List.of(literal.get().toInetAddress())
                    : List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new UnknownHostException("the name " + host + " cannot be resolved");
        }
        return all.stream()
                .filter(address -> IpAddress.of(address).family() == family)
                .findFirst()
                .orElseThrow(() -> new FamilyUnavailableException("the server has no " + family + " address"));
    }

    @Override
    public String toString() {
        return "stun " + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
