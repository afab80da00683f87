package io.github.ddnsjava.provider.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Live DNS, asked of a real BIND. */
@Tag("servers")
class AuthoritativeLookupTest {
    private static final DnsName HOME = DnsName.of("home.example.com");
    private static final IpAddress ADDRESS = IpAddress.parse("192.0.2.1");

    private static Bind bind;

    @BeforeAll
    static void start() throws Exception {
        bind = Bind.start();
        bind.add(
                "example.com",
                "home.example.com 300 A 192.0.2.1",
                "home.example.com 300 AAAA 2001:db8::1",
                "alias.example.com 300 CNAME home.example.com.");
    }

    @AfterAll
    static void stop() throws Exception {
        if (bind != null) {
            bind.close();
        }
    }

    private static InetSocketAddress server() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), bind.port());
    }

    private static final AuthoritativeLookup lookup() {
        return AuthoritativeLookup.of(server());
    }

    @Test
    void whatStandsThereIsTold() throws Exception {
        assertThat(lookup().lookup(HOME, RecordType.A)).contains(Set.of(ADDRESS));
        assertThat(lookup().lookup(HOME, RecordType.AAAA)).contains(Set.of(IpAddress.parse("2001:db8::1")));
    }

    @Test
    void nothingIsToldFromNoAnswer() throws Exception {
        assertThat(lookup().lookup(DnsName.of("nothing.example.com"), RecordType.A))
                .contains(Set.of());
        assertThat(lookup().lookup(DnsName.of("host.example.net"), RecordType.A))
                .isEmpty();
    }

    @Test
    void anAliasTellsNothing() throws Exception {
        assertThat(lookup().lookup(DnsName.of("alias.example.com"), RecordType.A))
                .isEmpty();
    }

    @Test
    void manyAddressesComeWhole() throws Exception {
        String[] lines = new String[60];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "many.example.com 300 AAAA 2001:db8::" + (i + 1);
        }
        bind.add("example.com", lines);
        assertThat(lookup().lookup(DnsName.of("many.example.com"), RecordType.AAAA)
                        .orElseThrow())
                .hasSize(60);
    }

    @Test
    void aServerThatKnowsNothingIsPassedOver() throws Exception {
        InetSocketAddress closed;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            closed = new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
        }
        assertThat(AuthoritativeLookup.of(closed, server()).lookup(HOME, RecordType.A))
                .contains(Set.of(ADDRESS));
        assertThat(AuthoritativeLookup.of(closed).lookup(HOME, RecordType.A)).isEmpty();
    }

    @Test
    void theServersOfTheZoneAreFoundByAResolver() throws Exception {
        // BIND stands in for the resolver; the zone's server is "localhost".
        AuthoritativeLookup lookup = AuthoritativeLookup.ofServersKnownTo(List.of(server()), bind.port());
        assertThat(lookup.lookup(HOME, RecordType.A)).contains(Set.of(ADDRESS));
        assertThat(lookup.lookup(DnsName.of("host.example.net"), RecordType.A)).isEmpty();
    }
}
