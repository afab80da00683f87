package io.github.ddnsjava.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class AddressTraitsTest {
    private static final String LINUX = """
            1: lo    inet6 ::1/128 scope host \\       valid_lft forever preferred_lft forever
            2: eth0    inet6 2a00:1::7777/64 scope global temporary dynamic \\       valid_lft 86394sec preferred_lft 14394sec
            2: eth0    inet6 2a00:1::1/64 scope global dynamic mngtmpaddr noprefixroute \\       valid_lft 86394sec preferred_lft 3600sec
            2: eth0    inet6 2a00:2::1/64 scope global deprecated dynamic \\       valid_lft 94sec preferred_lft 0sec
            """;
    private static final String MACOS = """
            en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
            \tether 00:00:5e:00:53:01
            \tinet6 fe80::1c3d:abcd:1:2%en0 prefixlen 64 secured scopeid 0xe
            \tinet6 2a00:1::1 prefixlen 64 autoconf secured pltime 3547 vltime 7147
            \tinet6 2a00:1::7777 prefixlen 64 autoconf temporary pltime 3547 vltime 7147
            \tinet6 2a00:2::1 prefixlen 64 deprecated autoconf secured pltime 0 vltime 7147
            \tinet6 2a00:3::1 prefixlen 64 duplicated pltime infty vltime infty
            \tinet 192.168.1.5 netmask 0xffffff00 broadcast 192.168.1.255
            \tstatus: active
            """;
    private static final String WINDOWS = """
            inet6 fe80::1c3d:abcd:1:2%12 suffix4 state4 pltime 922337203685
            inet6 2a00:1::7777 suffix5 state4 pltime 14394
            inet6 2a00:1::1 suffix4 state4 pltime 604794
            inet6 2a00:1::aa suffix1 state4 pltime 922337203685
            inet6 2a00:2::1 suffix4 state3 pltime 0
            inet6 2a00:3::1 suffix3 state2 pltime 100
            """;

    private static void assertSays(Map<IpAddress, AddressTraits> all, String address, int flags, Duration preferred) {
        assertThat(all).containsEntry(IpAddress.parse(address), new AddressTraits(flags, Optional.of(preferred)));
    }

    @Test
    void readsWhatLinuxTells() {
        Map<IpAddress, AddressTraits> all = AddressTraits.read(LINUX);

        assertThat(all).hasSize(4);
        assertSays(all, "::1", 0, AddressTraits.FOREVER);
        assertSays(all, "2a00:1::7777", LocalAddress.TEMPORARY, Duration.ofSeconds(14_394));
        assertSays(all, "2a00:1::1", 0, Duration.ofHours(1));
        assertSays(all, "2a00:2::1", LocalAddress.DEPRECATED, Duration.ZERO);
    }

    @Test
    void readsWhatMacOsTells() {
        Map<IpAddress, AddressTraits> all = AddressTraits.read(MACOS);

        assertThat(all)
                .hasSize(5)
                .containsEntry(IpAddress.parse("fe80::1c3d:abcd:1:2"), new AddressTraits(0, Optional.empty()));
        assertSays(all, "2a00:1::1", 0, Duration.ofSeconds(3547));
        assertSays(all, "2a00:1::7777", LocalAddress.TEMPORARY, Duration.ofSeconds(3547));
        assertSays(all, "2a00:2::1", LocalAddress.DEPRECATED, Duration.ZERO);
        assertSays(all, "2a00:3::1", LocalAddress.DAD_FAILED, AddressTraits.FOREVER);
    }

    @Test
    void readsWhatWindowsTells() {
        Map<IpAddress, AddressTraits> all = AddressTraits.read(WINDOWS);

        assertThat(all).hasSize(6);
        assertSays(all, "2a00:1::7777", LocalAddress.TEMPORARY, Duration.ofSeconds(14_394));
        assertSays(all, "2a00:1::1", 0, Duration.ofDays(7).minusSeconds(6));
        assertSays(all, "2a00:1::aa", LocalAddress.PERMANENT, Duration.ofSeconds(922_337_203_685L));
        assertSays(all, "2a00:2::1", LocalAddress.DEPRECATED, Duration.ZERO);
        assertSays(all, "2a00:3::1", LocalAddress.PERMANENT | LocalAddress.DAD_FAILED, Duration.ofSeconds(100));
    }

    @Property
    void noOutputDoesMoreThanTellNothing(@ForAll String output) {
        assertThat(AddressTraits.read("inet6 ::1 " + output)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void asksThisHostWithoutFail() throws IOException {
        assertThat(AddressTraits.ofThisHost())
                .allSatisfy((address, its) -> assertThat(its.preferred()).isPresent());
    }
}
