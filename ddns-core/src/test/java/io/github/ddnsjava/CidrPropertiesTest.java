package io.github.ddnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CidrPropertiesTest {
    @Property
    void agreesWithArithmetic(
            @ForAll @Size(16) byte[] base, @ForAll @Size(16) byte[] other, @ForAll @IntRange(max = 128) int length) {
        BigInteger first = number(base).shiftRight(128 - length).shiftLeft(128 - length);
        Cidr block = new Cidr(address(first), length);
        boolean inside = number(other).shiftRight(128 - length).equals(first.shiftRight(128 - length));

        assertThat(block.contains(IpAddress.of(other))).isEqualTo(inside);
        assertThat(block.contains(IpAddress.of(base))).isTrue();
        assertThat(Cidr.parse(block.toString())).isEqualTo(block);
    }

    @Property
    void junkThrowsNothingElse(@ForAll String junk) {
        assertThatThrownBy(() -> Cidr.parse("!" + junk)).isInstanceOf(IllegalArgumentException.class);
    }

    private static BigInteger number(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    private static IpAddress address(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[16];
        for (int i = 0; i < Math.min(16, signed.length); i++) {
            bytes[15 - i] = signed[signed.length - 1 - i];
        }
        return IpAddress.of(bytes);
    }
}
