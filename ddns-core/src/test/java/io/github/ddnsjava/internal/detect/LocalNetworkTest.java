package io.github.ddnsjava.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What counts as a way out of this host. */
class LocalNetworkTest {
    private static LocalInterface named(String name, boolean usable, String... addresses) {
        return new LocalInterface(
                name,
                name,
                1,
                usable,
                Stream.of(addresses)
                        .map(text -> new LocalAddress(IpAddress.parse(text), 64, 0))
                        .toList());
    }

    @Test
    void anAddressBeyondTheLinkLeadsOutBeItPrivate() {
        assertThat(LocalNetwork.leadsOut(List.of(named("eth0", true, "192.168.1.7"))))
                .isTrue();
        assertThat(LocalNetwork.leadsOut(List.of(named("eth0", true, "fe80::1", "fd00::2"))))
                .isTrue();
    }

    @Test
    void neitherALinkNorLoopbackNorWhatIsDownNorOtherSoftwareLeadsOut() {
        assertThat(LocalNetwork.leadsOut(List.of(
                        named("lo", false, "127.0.0.1", "::1"),
                        named("eth0", true, "169.254.3.4", "fe80::1"),
                        named("eth1", false, "192.168.1.7"),
                        named("docker0", true, "172.17.0.1"),
                        named("tun0", true, "10.8.0.2"))))
                .isFalse();
        assertThat(LocalNetwork.leadsOut(List.of())).isFalse();
    }

    @Test
    void thisHostIsAsked() {
        boolean out = new LocalNetwork().isThere();
        assertThat(out || DefaultRoute.of(io.github.ddnsjava.IpFamily.IPV4).isEmpty())
                .isTrue();
    }
}
