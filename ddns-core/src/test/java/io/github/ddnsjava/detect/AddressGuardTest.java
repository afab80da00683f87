package io.github.ddnsjava.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.detect.AddressGuard.Reason;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("promise-1")
class AddressGuardTest {
    /** The registries by themselves, so that a slip in the table shows: block, reason, and the public neighbours. */
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/8, UNSPECIFIED, -, 1.0.0.0",
        "10.0.0.0/8, PRIVATE, 9.255.255.255, 11.0.0.0",
        "100.64.0.0/10, CGNAT, 100.63.255.255, 100.128.0.0",
        "127.0.0.0/8, LOOPBACK, 126.255.255.255, 128.0.0.0",
        "169.254.0.0/16, LINK_LOCAL, 169.253.255.255, 169.255.0.0",
        "172.16.0.0/12, PRIVATE, 172.15.255.255, 172.32.0.0",
        "192.0.0.0/29, TRANSITION, 191.255.255.255, -",
        "192.0.0.8/32, RESERVED, -, -",
        "192.0.0.9/32, INFRASTRUCTURE, -, -",
        "192.0.0.10/32, INFRASTRUCTURE, -, -",
        "192.0.0.170/31, TRANSITION, -, -",
        "192.0.0.11/32, RESERVED, -, -",
        "192.0.0.255/32, RESERVED, -, 192.0.1.0",
        "192.0.2.0/24, DOCUMENTATION, 192.0.1.255, 192.0.3.0",
        "192.31.196.0/24, INFRASTRUCTURE, 192.31.195.255, 192.31.197.0",
        "192.52.193.0/24, INFRASTRUCTURE, 192.52.192.255, 192.52.194.0",
        "192.88.99.0/24, TRANSITION, 192.88.98.255, 192.88.100.0",
        "192.168.0.0/16, PRIVATE, 192.167.255.255, 192.169.0.0",
        "192.175.48.0/24, INFRASTRUCTURE, 192.175.47.255, 192.175.49.0",
        "198.18.0.0/15, BENCHMARKING, 198.17.255.255, 198.20.0.0",
        "198.51.100.0/24, DOCUMENTATION, 198.51.99.255, 198.51.101.0",
        "203.0.113.0/24, DOCUMENTATION, 203.0.112.255, 203.0.114.0",
        "224.0.0.0/4, MULTICAST, 223.255.255.255, -",
        "240.0.0.0/5, RESERVED, -, -",
        "255.255.255.254/32, RESERVED, -, -",
        "255.255.255.255/32, MULTICAST, -, -",
        "::/128, UNSPECIFIED, -, -",
        "::1/128, LOOPBACK, -, -",
        "::2/128, TRANSITION, -, -",
        "::ffff:0:0/96, TRANSITION, -, -",
        "64:ff9b::/96, TRANSITION, -, -",
        "64:ff9b:1::/48, TRANSITION, -, -",
        "100::/64, RESERVED, -, -",
        "100:0:0:1::/64, RESERVED, -, -",
        "1fff::/16, RESERVED, -, 2000::",
        "2001::/32, TRANSITION, 2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff, -",
        "2001:1::/128, RESERVED, -, -",
        "2001:1::1/128, INFRASTRUCTURE, -, -",
        "2001:1::2/128, INFRASTRUCTURE, -, -",
        "2001:1::3/128, INFRASTRUCTURE, -, -",
        "2001:1::4/128, RESERVED, -, -",
        "2001:2::/48, BENCHMARKING, -, -",
        "2001:2:1::/48, RESERVED, -, -",
        "2001:3::/32, INFRASTRUCTURE, -, -",
        "2001:4:112::/48, INFRASTRUCTURE, -, -",
        "2001:4:113::/48, RESERVED, -, -",
        "2001:10::/28, IDENTIFIER, -, -",
        "2001:20::/28, IDENTIFIER, -, -",
        "2001:30::/28, IDENTIFIER, -, -",
        "2001:40::/28, RESERVED, -, -",
        "2001:1ff::/32, RESERVED, -, 2001:200::",
        "2001:db8::/32, DOCUMENTATION, 2001:db7:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db9::",
        "2002::/16, TRANSITION, 2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2003::",
        "2620:4f:8000::/48, INFRASTRUCTURE, 2620:4f:7fff:ffff:ffff:ffff:ffff:ffff, 2620:4f:8001::",
        "3ffe::/16, RESERVED, 3ffd:ffff:ffff:ffff:ffff:ffff:ffff:ffff, -",
        "3fff::/20, DOCUMENTATION, -, 3fff:1000::",
        "4000::/4, RESERVED, 3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, -",
        "5f00::/16, IDENTIFIER, -, -",
        "fc00::/7, PRIVATE, -, -",
        "fe00::/9, RESERVED, -, -",
        "fe80::/10, LINK_LOCAL, -, -",
        "fec0::/10, PRIVATE, -, -",
        "ff00::/8, MULTICAST, -, -"
    })
    void refusesEachSpecialBlockFromItsFirstToItsLastAddress(Cidr block, Reason reason, String before, String after) {
        assertThat(reasonFor(block.address())).contains(reason);
        assertThat(reasonFor(last(block))).contains(reason);
        for (String neighbour : List.of(before, after)) {
            if (!neighbour.equals("-")) {
                assertThat(reasonFor(IpAddress.parse(neighbour))).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.1.1.1", "8.8.8.8", "193.0.0.1", "223.255.255.255", "2606:4700::1111", "2a00::1", "3fff:1000::"
            })
    void passesPublicAddresses(String address) {
        assertThat(reasonFor(IpAddress.parse(address))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyRowIsReachedAndItsSentenceReadsWell(AddressGuard.Block row) {
        IpAddress probe = probe(row);

        assertThat(AddressGuard.refusal(probe, Set.of()))
                .contains(new AddressGuard.Refusal(probe, row.reason(), probe + " is " + row.sentence()));
    }

    @Test
    void tellsAPersonThatTheLineIsBehindCgnat() {
        AddressGuard.Refusal refusal =
                AddressGuard.refusal(IpAddress.parse("100.64.0.1"), Set.of()).orElseThrow();

        assertThat(refusal.reason()).isEqualTo(Reason.CGNAT);
        assertThat(refusal.message())
                .startsWith("100.64.0.1 is a CGNAT address: this line has no public IPv4 address of its own");
    }

    @Test
    void passesWhatIsAllowedByNameAndNoMore() {
        Set<Cidr> allow = Set.of(Cidr.parse("10.1.0.0/16"), Cidr.parse("fd00::/8"));

        assertThat(AddressGuard.refusal(IpAddress.parse("10.1.2.3"), allow)).isEmpty();
        assertThat(AddressGuard.refusal(IpAddress.parse("fd12::1"), allow)).isEmpty();
        assertThat(AddressGuard.refusal(IpAddress.parse("10.2.0.0"), allow)).isPresent();
        assertThat(AddressGuard.refusal(IpAddress.parse("fc00::1"), allow)).isPresent();
    }

    @Test
    @Tag("defect-8")
    @Tag("regression")
    void privateAddressesAreRefusedUnlessSomebodyAllowsThem() {
        assertThat(Stream.of("10.0.0.1", "172.16.0.1", "192.168.1.1", "fd00::1", "100.64.0.1")
                        .map(IpAddress::parse)
                        .map(address -> AddressGuard.refusal(address, Set.of())))
                .allMatch(Optional::isPresent);
    }

    static List<AddressGuard.Block> rows() {
        return AddressGuard.BLOCKS;
    }

    /** An address of the row that no row before it has. */
    private static IpAddress probe(AddressGuard.Block row) {
        List<Cidr> earlier = AddressGuard.BLOCKS.subList(0, AddressGuard.BLOCKS.indexOf(row)).stream()
                .map(AddressGuard.Block::cidr)
                .toList();
        return Stream.of(last(row.cidr()), middle(row.cidr()))
                .filter(address -> earlier.stream().noneMatch(cidr -> cidr.contains(address)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(row + " can never be reached"));
    }

    private static Optional<Reason> reasonFor(IpAddress address) {
        return AddressGuard.refusal(address, Set.of()).map(AddressGuard.Refusal::reason);
    }

    private static IpAddress middle(Cidr block) {
        return plus(block, size(block).shiftRight(1).subtract(BigInteger.ONE));
    }

    private static IpAddress last(Cidr block) {
        return plus(block, size(block).subtract(BigInteger.ONE));
    }

    private static BigInteger size(Cidr block) {
        return BigInteger.ONE.shiftLeft(block.address().family().bits() - block.prefixLength());
    }

    private static IpAddress plus(Cidr block, BigInteger offset) {
        byte[] start = block.address().toBytes();
        byte[] sum = new BigInteger(1, start).add(offset).toByteArray();
        byte[] bytes = new byte[start.length];
        for (int i = 0; i < Math.min(bytes.length, sum.length); i++) {
            bytes[bytes.length - 1 - i] = sum[sum.length - 1 - i];
        }
        return IpAddress.of(bytes);
    }

    @Test
    void listsNoBlockTwice() {
        List<Cidr> blocks =
                AddressGuard.BLOCKS.stream().map(AddressGuard.Block::cidr).toList();

        assertThat(blocks).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Reason.values()))
                .allMatch(reason -> AddressGuard.BLOCKS.stream().anyMatch(row -> row.reason() == reason));
    }
}
