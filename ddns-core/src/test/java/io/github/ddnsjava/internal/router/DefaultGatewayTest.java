package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultGatewayTest {
    private static final String HEAD =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT  ";
    private static final String WINDOWS_HEAD = """
            ===========================================================================
            Schnittstellenliste
             12...00 15 5d 01 02 03 ......Intel(R) Ethernet Connection
            ===========================================================================

            IPv4-Routentabelle
            ===========================================================================
            Aktive Routen:
                 Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik
            """;

    private static IpAddress linux(String... routes) throws IOException {
        List<String> lines = new java.util.ArrayList<>(List.of(HEAD));
        lines.addAll(List.of(routes));
        return DefaultGateway.linux(lines, ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void readsTheDefaultRouteOfLinux() throws IOException {
        assertThat(linux(
                        "eth0\t0002A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0  ",
                        "eth0\t00000000\t0102A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0  "))
                .hasToString("192.168.2.1");
    }

    @Test
    void readsTheHostsByteOrder() throws IOException {
        assertThat(DefaultGateway.linux(
                        List.of("eth0\t00000000\tC0A80201\t0003\t0\t0\t0\t00000000\t0\t0\t0"), ByteOrder.BIG_ENDIAN))
                .hasToString("192.168.2.1");
    }

    @Test
    void prefersTheLowestMetricThatLeadsToARouter() throws IOException {
        assertThat(linux(
                        "wlan0\t00000000\t0103A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0",
                        "eth0\t00000000\t0102A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0",
                        "wg0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0"))
                .hasToString("192.168.2.1");
    }

    @Test
    void passesOverARouteThatIsDownOrHalfTheInternet() {
        assertThatThrownBy(() -> linux(
                        "eth0\t00000000\t0102A8C0\t0002\t0\t0\t0\t00000000\t0\t0\t0",
                        "tun0\t00000000\t0108000A\t0003\t0\t0\t0\t00000080\t0\t0\t0"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no default gateway: this host has no IPv4 default route");
    }

    @Test
    void saysThatATunnelHasNoRouter() {
        assertThatThrownBy(() -> linux("ppp0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0"))
                .hasMessageContaining("no default gateway: the default route leads into ppp0 without a router")
                .hasMessageEndingWith("set \"gateway\" to the router's address");
    }

    @Test
    void readsTheDefaultRouteOfWindowsInAnyLanguage() throws IOException {
        assertThat(DefaultGateway.windows(WINDOWS_HEAD + """
                                  0.0.0.0          0.0.0.0      192.168.3.1    192.168.3.20     55
                                  0.0.0.0          0.0.0.0      192.168.2.1    192.168.2.10     25
                        ===========================================================================
                        Ständige Routen:
                          Netzwerkadresse          Netzmaske  Gatewayadresse  Metrik
                                  0.0.0.0          0.0.0.0      192.168.9.1  Standard
                        """)).hasToString("192.168.2.1");
    }

    @Test
    void saysThatWindowsHasNoRouter() {
        assertThatThrownBy(() -> DefaultGateway.windows(
                        WINDOWS_HEAD + "          0.0.0.0          0.0.0.0   Auf Verbindung       10.8.0.2      5\n"))
                .hasMessageStartingWith("no default gateway");
        assertThatThrownBy(() -> DefaultGateway.windows(
                        WINDOWS_HEAD + "          0.0.0.0          0.0.0.0   On-link       10.8.0.2      5\n"))
                .hasMessageContaining("leads into 10.8.0.2 without a router");
    }

    @Test
    void readsTheDefaultRouteOfMacOs() throws IOException {
        assertThat(DefaultGateway.bsd("""
                           route to: default
                        destination: default
                               mask: default
                            gateway: 192.168.2.1
                          interface: en0
                              flags: <UP,GATEWAY,DONE,STATIC,PRCLONING,GLOBAL>
                         recvpipe  sendpipe  ssthresh  rtt,msec    rttvar  hopcount      mtu     expire
                               0         0         0         0         0         0      1500         0
                        """)).hasToString("192.168.2.1");
    }

    @Test
    void saysThatMacOsHasNoRouter() {
        assertThatThrownBy(() -> DefaultGateway.bsd("route: writing to routing socket: not in table\n"))
                .hasMessageStartingWith("no default gateway");
        assertThatThrownBy(() -> DefaultGateway.bsd("   gateway: link#12\n  interface: utun3\n"))
                .hasMessageStartingWith("no default gateway");
    }
}
