package io.github.ddnsjava.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.detect.EchoTransport.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("changes the JVM's proxy selector")
class NoProxyTest {
    @Test
    @Tag("promise-22")
    void anEchoServiceIsNeverAskedThroughAProxy() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        List<URI> asked = new ArrayList<>();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
        SocketEchoTransport transport = new SocketEchoTransport(
                host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
                () -> 0);
        try (RawServer server = RawServer.answering(RawServer.ok("1"))) {
            transport.get(new Request(server.uri(), Optional.empty(), false, Duration.ofMinutes(1), 100));

            assertThat(asked).isEmpty();
        } finally {
            ProxySelector.setDefault(before);
            transport.close();
        }
    }
}
