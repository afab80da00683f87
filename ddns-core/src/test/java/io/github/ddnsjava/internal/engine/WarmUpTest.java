package io.github.ddnsjava.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.internal.http.JdkHttpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a follower does once before it has to lead. */
@Isolated("reads the whole log, and sees the requests of all of the JVM")
@Tag("promise-24")
class WarmUpTest {
    /** Notes for which addresses the JDK's client looks for a proxy, which it does before it connects. */
    private static final class Seen extends ProxySelector implements AutoCloseable {
        private final ProxySelector before = ProxySelector.getDefault();
        private final List<URI> addresses = new CopyOnWriteArrayList<>();
        private final Proxy proxy;

        Seen() {
            this(Proxy.NO_PROXY);
        }

        Seen(Proxy proxy) {
            this.proxy = proxy;
            setDefault(this);
        }

        @Override
        public List<Proxy> select(URI address) {
            addresses.add(address);
            return List.of(proxy);
        }

        @Override
        public void connectFailed(URI address, SocketAddress proxy, IOException e) {}

        @Override
        public void close() {
            setDefault(before);
        }
    }

    @Test
    void aWarmUpGoesAsFarAsTheWrite() throws InterruptedException {
        assertThat(WarmUp.plan().records())
                .singleElement()
                .extracting(RecordReport::outcome)
                .isEqualTo(Outcome.CREATED);
    }

    @Test
    void aWarmUpLeavesNothingInTheLog() {
        try (LogLines log = LogLines.record()) {
            WarmUp.run(new JdkHttpTransport());

            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void theOnlyRequestIsToThisMachineByItsAddress() {
        try (Seen seen = new Seen()) {
            WarmUp.run(new JdkHttpTransport());

            assertThat(seen.addresses)
                    .isNotEmpty()
                    .allSatisfy(address -> assertThat(address.getHost().replaceAll("[\\[\\]]", ""))
                            .isEqualTo(InetAddress.getLoopbackAddress().getHostAddress()));
        }
    }

    /** A proxy would be asked for a port of its own machine, or would tell of it. */
    @Test
    void aProxyOfTheHostIsSentNothing() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Seen seen = new Seen(new Proxy(Proxy.Type.HTTP, listening.getLocalSocketAddress()))) {
            WarmUp.run(new JdkHttpTransport());

            assertThat(seen.addresses).hasSize(1);
            listening.setSoTimeout(1);
            assertThatThrownBy(listening::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aTransportOfTheHostIsNotUsedAndNorIsThatOfTheJdk() {
        AtomicInteger requests = new AtomicInteger();
        try (Seen seen = new Seen()) {
            WarmUp.run(request -> {
                requests.incrementAndGet();
                throw new IllegalStateException("not expected");
            });

            assertThat(requests).hasValue(0);
            assertThat(seen.addresses).isEmpty();
        }
    }

    @Test
    void aFailureIsNobodysTrouble() {
        try (LogLines log = LogLines.record()) {
            WarmUp.attempt(() -> {
                throw StateException.locked("by somebody");
            });

            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.level()).isEqualTo(Level.DEBUG);
                assertThat(line.text()).isEqualTo("the code of a take-over was not loaded before it is needed");
            });
        }
    }

    @Test
    void anInterruptEndsItAndIsKept() {
        WarmUp.attempt(() -> {
            throw new InterruptedException();
        });

        assertThat(Thread.interrupted()).isTrue();
    }
}
