package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.internal.LiveThreads;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** On loopback, in a group of the tests' own, so that nothing of the real network is heard or said. */
@Isolated("looks at all threads")
class AnnouncementsTest {
    private static final String GROUP = "239.255.77.77";

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private int port;
    private IpDetector.Subscription watch;

    @BeforeEach
    void start() throws Exception {
        try (DatagramSocket free = new DatagramSocket()) {
            port = free.getLocalPort();
        }
        watch = RouterWatch.start(
                "test",
                () -> IpAddress.parse("127.0.0.1"),
                path -> ear -> new Announcements(path, GROUP, List.of(port)).run(tellingOf(ear, heard)),
                () -> heard.add("changed"));
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("listening");
    }

    private static RouterWatch.Ear tellingOf(RouterWatch.Ear ear, BlockingQueue<String> heard) {
        return new RouterWatch.Ear() {
            @Override
            public void listening() {
                heard.add("listening");
            }

            @Override
            public void changed() {
                ear.changed();
            }

            @Override
            public void lookAround() throws IOException {
                ear.lookAround();
            }
        };
    }

    @AfterEach
    void stop() {
        watch.close();
    }

    private void announce(String from, byte[]... datagrams) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            channel.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            channel.setOption(
                    StandardSocketOptions.IP_MULTICAST_IF,
                    NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1")));
            for (byte[] datagram : datagrams) {
                channel.send(ByteBuffer.wrap(datagram), new InetSocketAddress(GROUP, port));
            }
        }
    }

    private static byte[] pcpAnnounce(int length) {
        byte[] announce = new byte[length];
        announce[0] = 2;
        announce[1] = (byte) 0x80;
        return announce;
    }

    @Test
    void takesAnAnnouncementOfEitherProtocolAsASign() throws Exception {
        announce("127.0.0.1", NatPmpDetectorTest.answer(0, 1, "9.9.9.9"));
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("changed");

        announce("127.0.0.1", pcpAnnounce(24));
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("changed");
    }

    @Test
    @Tag("promise-22")
    void hearsNobodyButTheRouterAndNothingButAnnouncements() throws Exception {
        byte[] truncated = new byte[11];
        truncated[1] = (byte) 0x80;
        announce("127.0.0.2", NatPmpDetectorTest.answer(0, 1, "9.9.9.9"), pcpAnnounce(24));
        announce("127.0.0.1", new byte[0], new byte[] {0, 0}, truncated, pcpAnnounce(23), pcpAnnounce(1101));
        announce("127.0.0.1", NatPmpDetectorTest.answer(0, 1, "9.9.9.9"));

        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("changed");
        assertThat(heard).isEmpty();
    }

    @Test
    void severalListenAtOnce() throws Exception {
        BlockingQueue<String> second = new LinkedBlockingQueue<>();
        try (IpDetector.Subscription other = RouterWatch.start(
                "second",
                () -> IpAddress.parse("127.0.0.1"),
                path -> ear -> new Announcements(path, GROUP, List.of(port)).run(tellingOf(ear, second)),
                () -> second.add("changed"))) {
            assertThat(second.poll(60, TimeUnit.SECONDS)).isEqualTo("listening");

            announce("127.0.0.1", pcpAnnounce(24));

            assertThat(second.poll(60, TimeUnit.SECONDS)).isEqualTo("changed");
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("changed");
            assertThat(other).isNotNull();
        }
    }

    @Test
    @Tag("promise-19")
    void itsThreadIsADaemonAndEndsWhenClosed() throws Exception {
        List<Thread> threads = LiveThreads.named("ddnsjava-test-events");
        assertThat(threads).hasSize(1).allMatch(Thread::isDaemon);

        watch.close();

        assertThat(LiveThreads.thatStay("ddnsjava-test-events")).isEmpty();
    }

    @Test
    void nothingIsOpenedUnlessEventsAreWanted() {
        NatPmpDetector detector = new NatPmpDetector(UdpRouter.settings(), 1);

        try (IpDetector.Subscription quiet = detector.watch(() -> heard.add("changed"))) {
            assertThat(quiet).isNotNull();
            assertThat(LiveThreads.named("ddnsjava-nat-pmp-events")).isEmpty();
        }
    }
}
