package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.internal.LiveThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GenaTest {
    private static final String ADDRESS = "ExternalIPAddress";

    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private FakeIgd igd;
    private IpDetector.Subscription watch;

    @BeforeEach
    void start() throws IOException {
        igd = FakeIgd.connected("9.9.9.9");
    }

    @AfterEach
    void stop() {
        watch.close();
        igd.close();
    }

    private void watch() throws InterruptedException {
        RouterSettings settings = new RouterSettings("router", () -> IpAddress.parse("127.0.0.1"), Set.of(), true);
        watch = new UpnpDetector(settings, igd.upnp()).watch(() -> changes.add("changed"));
        assertThat(igd.awaitSubscription()).isEqualTo("subscribe");
    }

    private void awaitChange() throws InterruptedException {
        assertThat(changes.poll(60, TimeUnit.SECONDS)).isEqualTo("changed");
    }

    @Test
    void announcesEachChangeOfTheAddressOrTheState() throws Exception {
        watch();
        assertThat(igd.send(igd.sid(), 0, ADDRESS)).isEqualTo(200);
        assertThat(changes).as("the first one only says how things are").isEmpty();

        assertThat(igd.send(igd.sid(), 1, ADDRESS)).isEqualTo(200);
        awaitChange();
        assertThat(igd.send(igd.sid(), 2, "ConnectionStatus")).isEqualTo(200);
        awaitChange();
    }

    @Test
    void passesOverWhatIsNotOfTheAddress() throws Exception {
        watch();
        igd.send(igd.sid(), 0, ADDRESS);
        igd.send(igd.sid(), 1, "PortMappingNumberOfEntries");
        igd.send(igd.sid(), 2, ADDRESS);

        awaitChange();
        assertThat(changes).isEmpty();
    }

    @Test
    @Tag("promise-22")
    void refusesEventsOfOtherSubscriptions() throws Exception {
        watch();

        assertThat(igd.send("uuid:another", 1, ADDRESS)).isEqualTo(412);
        assertThat(igd.send(igd.sid(), 0, ADDRESS)).isEqualTo(200);
        assertThat(changes).isEmpty();
    }

    @Test
    @Tag("promise-22")
    void hearsNobodyButTheRouter() throws Exception {
        watch();
        URI callback = URI.create(igd.callback());
        try (Socket stranger = new Socket()) {
            stranger.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0));
            stranger.connect(new InetSocketAddress(callback.getHost(), callback.getPort()));

            assertThat(stranger.getInputStream().read()).as("closed unheard").isEqualTo(-1);
        }
        igd.send(igd.sid(), 0, ADDRESS);
        assertThat(changes).isEmpty();
    }

    @Test
    @Tag("promise-22")
    void aCallerThatDawdlesOrBabblesDelaysNoEventForLong() throws Exception {
        watch();
        URI callback = URI.create(igd.callback());
        InetAddress host = InetAddress.getByName(callback.getHost());
        try (Socket silent = new Socket(host, callback.getPort());
                Socket babbling = new Socket(host, callback.getPort())) {
            babbling.getOutputStream().write("x".repeat(20_000).getBytes(StandardCharsets.US_ASCII));

            assertThat(igd.send(igd.sid(), 0, ADDRESS)).isEqualTo(200);
            assertThat(igd.send(igd.sid(), 1, ADDRESS)).isEqualTo(200);
            awaitChange();
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void subscribesAnewAfterAMissedEvent() throws Exception {
        watch();
        igd.send(igd.sid(), 0, ADDRESS);
        igd.send(igd.sid(), 2, "PortMappingNumberOfEntries");

        awaitChange();
        assertThat(igd.awaitSubscription()).isEqualTo("unsubscribe");
        assertThat(igd.awaitSubscription()).isEqualTo("subscribe");
        awaitChange();
    }

    @Test
    void renewsBeforeItsTimeIsUp() throws Exception {
        igd.timeout = "Second-2";
        watch();

        assertThat(igd.awaitSubscription()).isEqualTo("renew");
        assertThat(igd.awaitSubscription()).isEqualTo("renew");
        assertThat(changes).isEmpty();
    }

    @Test
    void subscribesAnewAndLooksWhenTheRouterForgotIt() throws Exception {
        igd.timeout = "Second-2";
        igd.knowsSubscriptions = false;
        watch();

        assertThat(igd.awaitSubscription()).as("the renewal").isEqualTo("refused");
        assertThat(igd.awaitSubscription()).as("the goodbye").isEqualTo("refused");
        assertThat(igd.awaitSubscription()).isEqualTo("subscribe");
        awaitChange();
    }

    @Test
    @Tag("promise-19")
    void unsubscribesAndEndsItsThreadWhenClosed() throws Exception {
        watch();
        igd.send(igd.sid(), 0, ADDRESS); // now it has the answer to its subscription

        watch.close();

        assertThat(igd.awaitSubscription()).isEqualTo("unsubscribe");
        assertThat(LiveThreads.thatStay("ddnsjava-upnp-events")).isEmpty();
    }
}
