package io.github.ddnsjava.provider.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.RecordType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Given servers, played by a socket on loopback. */
class ResolverLookupTest {
    private static final DnsName HOME = DnsName.of("home.example.com");
    private static final String ADDRESS = "home.example.com. 300 IN A 192.0.2.1";

    /** Answers one question after another as the test says, until closed. */
    private static final class Server implements AutoCloseable {
        private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        private final AtomicBoolean recursionAsked = new AtomicBoolean();

        Server(Consumer<Message> change) throws IOException {
            Thread thread = new Thread(() -> serve(change), "server");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(Consumer<Message> change) {
            byte[] buffer = new byte[512];
            try {
                while (true) {
                    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                    socket.receive(packet);
                    Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                    recursionAsked.set(query.getHeader().getFlag(Flags.RD));
                    Message answer = new Message(query.getHeader().getID());
                    answer.getHeader().setFlag(Flags.QR);
                    answer.addRecord(query.getQuestion(), Section.QUESTION);
                    change.accept(answer);
                    byte[] bytes = answer.toWire();
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                // the end
            }
        }

        InetSocketAddress address() {
            return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static Consumer<Message> says(int flag, String... records) {
        return answer -> {
            answer.getHeader().setFlag(flag);
            for (String record : records) {
                answer.addRecord(record(record), Section.ANSWER);
            }
        };
    }

    private static Record record(String line) {
        String[] parts = line.split(" ", 5);
        try {
            return Record.fromString(
                    Name.fromString(parts[0]),
                    Type.value(parts[3]),
                    DClass.IN,
                    Long.parseLong(parts[1]),
                    parts[4],
                    Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void aResolverIsAskedToFindTheAnswer() throws Exception {
        try (Server resolver = new Server(says(Flags.RA, ADDRESS))) {
            assertThat(ResolverLookup.of(resolver.address()).lookup(HOME, RecordType.A))
                    .contains(Set.of(IpAddress.parse("192.0.2.1")));
            assertThat(resolver.recursionAsked).isTrue();
        }
    }

    @Test
    void thatNothingIsThereIsToldToo() throws Exception {
        try (Server resolver = new Server(says(Flags.RA))) {
            assertThat(ResolverLookup.of(resolver.address()).lookup(HOME, RecordType.A))
                    .contains(Set.of());
        }
    }

    @Test
    void anAliasTellsNothing() throws Exception {
        try (Server resolver = new Server(
                says(Flags.RA, "home.example.com. 300 IN CNAME a.example.net.", "a.example.net. 300 IN A 192.0.2.1"))) {
            assertThat(ResolverLookup.of(resolver.address()).lookup(HOME, RecordType.A))
                    .isEmpty();
        }
    }

    @Test
    void aReferralAndARefusalAreNoAnswersAndTheNextServerIsAsked() throws Exception {
        try (Server other = new Server(answer ->
                        answer.addRecord(record("example.com. 300 IN NS ns.example.com."), Section.AUTHORITY));
                Server refusing = new Server(answer -> {
                    answer.getHeader().setFlag(Flags.RA);
                    answer.getHeader().setRcode(Rcode.REFUSED);
                });
                Server authority = new Server(says(Flags.AA, ADDRESS))) {
            assertThat(ResolverLookup.of(other.address(), refusing.address(), authority.address())
                            .lookup(HOME, RecordType.A))
                    .contains(Set.of(IpAddress.parse("192.0.2.1")));
            assertThat(ResolverLookup.of(other.address(), refusing.address()).lookup(HOME, RecordType.A))
                    .isEmpty();
        }
    }

    @Test
    void aConfigurationGetsItByTheFactory() throws Exception {
        try (Server resolver = new Server(says(Flags.RA, ADDRESS))) {
            NameLookup lookup = new DnsLookupFactory().ofServers(List.of(resolver.address()));
            assertThat(lookup.lookup(HOME, RecordType.A)).isPresent();
            assertThat(new DnsLookupFactory().authoritative()).isInstanceOf(AuthoritativeLookup.class);
        }
    }
}
