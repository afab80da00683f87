package io.github.ddnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

@Tag("promise-1")
class IpAddressPropertiesTest {
    @Property
    void whatIsWrittenIsReadBack(@ForAll @Size(4) byte[] v4, @ForAll @Size(16) byte[] v6) {
        for (byte[] bytes : new byte[][] {v4, v6}) {
            IpAddress address = IpAddress.of(bytes);
            assertThat(IpAddress.parse(address.toString())).isEqualTo(address).hasSameHashCodeAs(address);
        }
    }

    @Property
    void writesIpv6AsRfc5952Says(@ForAll @Size(8) int[] seeds) {
        // Two of three groups are zero, so that runs of every length come up.
        int[] groups = Arrays.stream(seeds)
                .map(seed -> seed % 3 == 0 ? seed & 0xffff : 0)
                .toArray();

        assertThat(address(groups)).hasToString(rfc5952(groups));
    }

    @Property
    void agreesWithTheJdkOnItsOwnText(@ForAll @Size(4) byte[] v4, @ForAll @Size(16) byte[] v6)
            throws UnknownHostException {
        InetAddress four = InetAddress.getByAddress(v4);
        InetAddress six = Inet6Address.getByAddress(null, v6, -1);

        assertThat(IpAddress.parse(four.getHostAddress()).toInetAddress()).isEqualTo(four);
        assertThat(IpAddress.parse(six.getHostAddress()).toInetAddress()).isEqualTo(six);
    }

    @Property
    void junkIsRefusedAndNothingElseHappens(@ForAll String junk) {
        assertThat(IpAddress.tryParse(junk + "!")).isEmpty();
    }

    @Property
    void whatAlmostIsALiteralIsRefusedOrReadsTheSameWhenWritten(
            @ForAll @StringLength(max = 24) @Chars({':', '.', '0', '1', '9'}) @CharRange(from = 'a', to = 'g')
                    String almost) {
        IpAddress.tryParse(almost)
                .ifPresent(address ->
                        assertThat(IpAddress.parse(address.toString())).isEqualTo(address));
    }

    @Property
    void isOrderedByFamilyThenByValue(@ForAll @IntRange(max = 255) int low, @ForAll @IntRange(max = 255) int high) {
        IpAddress lower = IpAddress.parse("10.0." + Math.min(low, high) + ".1");
        IpAddress higher = IpAddress.parse("10.0." + Math.max(low, high) + ".1");

        assertThat(lower).isLessThanOrEqualTo(higher).isLessThan(IpAddress.parse("::"));
    }

    private static IpAddress address(int[] groups) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < 8; i++) {
            bytes[2 * i] = (byte) (groups[i] >> 8);
            bytes[2 * i + 1] = (byte) groups[i];
        }
        return IpAddress.of(bytes);
    }

    /** Tries every run that "::" could stand for: the longest wins, and of equals the first. */
    private static String rfc5952(int[] groups) {
        for (int length = 8; length >= 2; length--) {
            for (int start = 0; start + length <= 8; start++) {
                if (IntStream.range(start, start + length).allMatch(i -> groups[i] == 0)) {
                    return hex(groups, 0, start) + "::" + hex(groups, start + length, 8);
                }
            }
        }
        return hex(groups, 0, 8);
    }

    private static String hex(int[] groups, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Integer.toHexString(groups[i]))
                .collect(Collectors.joining(":"));
    }
}
