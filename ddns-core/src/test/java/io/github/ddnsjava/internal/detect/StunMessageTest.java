package io.github.ddnsjava.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.exception.DetectionException;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the vectors of RFC 5769, whose padding is blanks and whose password does not matter here. */
class StunMessageTest {
    private static final byte[] ID = bytes("b7e7a701bc34d686fa87dfae");
    private static final byte[] IPV4_ANSWER = bytes("0101003c2112a442b7e7a701bc34d686fa87dfae"
            + "8022000b7465737420766563746f7220" + "002000080001a147e112a643"
            + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7" + "80280004c07d4c96");
    private static final byte[] IPV6_ANSWER = bytes("010100482112a442b7e7a701bc34d686fa87dfae"
            + "8022000b7465737420766563746f7220" + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
            + "00080014a382954e4be67bf11784c97c8292c275bfe3ed41" + "80280004c8fb0b4c");
    private static final byte[] REQUEST = bytes("000100582112a442b7e7a701bc34d686fa87dfae"
            + "802200105354554e207465737420636c69656e74" + "002400046e0001ff" + "80290008932ff9b151263b36"
            + "000600096576746a3a68367659202020" + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
            + "80280004e57a3bcf");

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** Makes an answer of these attributes, which is well-formed as far as its header goes. */
    private static byte[] answer(String type, String attributes) {
        return bytes(type + HexFormat.of().toHexDigits((short) (attributes.length() / 2)) + "2112a442"
                + HexFormat.of().formatHex(ID) + attributes);
    }

    @Test
    void theRequestIsTheSmallestOne() {
        assertThat(StunMessage.request(ID)).isEqualTo(bytes("000100002112a442b7e7a701bc34d686fa87dfae"));
    }

    @Test
    void readsTheVectorsOfRfc5769() {
        assertThat(StunMessage.isAnswer(IPV4_ANSWER, ID)).isTrue();
        assertThat(StunMessage.address(IPV4_ANSWER)).isEqualTo(IpAddress.parse("192.0.2.1"));
        assertThat(StunMessage.isAnswer(IPV6_ANSWER, ID)).isTrue();
        assertThat(StunMessage.address(IPV6_ANSWER)).isEqualTo(IpAddress.parse("2001:db8:1234:5678:11:2233:4455:6677"));
        assertThat(StunMessage.isAnswer(REQUEST, ID))
                .as("a request is no answer")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 02, another type",
        "2, ff, another length",
        "3, 3d, a length that is no multiple of 4",
        "4, 20, another cookie",
        "8, 00, another transaction",
        "19, 00, another transaction"
    })
    @Tag("promise-1")
    void anAnswerToSomethingElseIsNone(int at, String value, String what) {
        byte[] other = IPV4_ANSWER.clone();
        other[at] = bytes(value)[0];
        assertThat(StunMessage.isAnswer(other, ID)).as(what).isFalse();
    }

    @Test
    void fallsBackToTheAddressThatIsNotMasked() {
        byte[] old = answer("0101", "000100080001a147c0000201");
        assertThat(StunMessage.isAnswer(old, ID)).isTrue();
        assertThat(StunMessage.address(old)).isEqualTo(IpAddress.parse("192.0.2.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0101 | ''                                       | no address",
                "0101 | 002000080001a147e112a64300300004aaaaaaaa | not known: 0x30",
                "0101 | 002000080003a147e112a643                 | no known family",
                "0101 | 002000040001a147                         | no known family",
                "0101 | 002000080002a147e112a643                 | no known family",
                "0101 | 0020ffff0001a147                         | incomplete",
                "0111 | 000900040000040100000000                 | error 401",
                "0111 | ''                                       | error without a code"
            })
    @Tag("promise-1")
    void refusesAnAnswerWithoutAnAddress(String type, String attributes, String why) {
        assertThatThrownBy(() -> StunMessage.address(answer(type, attributes)))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining(why);
    }

    @Property
    @net.jqwik.api.Tag("promise-22")
    void noDatagramDoesMoreThanFail(@ForAll @Size(max = 200) byte[] junk, @ForAll boolean wellHeaded) {
        byte[] datagram =
                wellHeaded ? answer("0101", HexFormat.of().formatHex(Arrays.copyOf(junk, junk.length / 4 * 4))) : junk;
        if (StunMessage.isAnswer(datagram, ID)) {
            try {
                StunMessage.address(datagram);
            } catch (DetectionException e) {
                assertThat(e.getMessage()).hasSizeLessThan(120);
            }
        }
    }

    @Property
    @net.jqwik.api.Tag("promise-22")
    void noDamagedVectorDoesMoreThanFail(
            @ForAll @IntRange(max = 91) int at, @ForAll byte value, @ForAll @IntRange(max = 92) int length) {
        byte[] damaged = Arrays.copyOf(IPV6_ANSWER, length);
        if (at < length) {
            damaged[at] = value;
        }
        if (StunMessage.isAnswer(damaged, ID)) {
            try {
                StunMessage.address(damaged);
            } catch (DetectionException e) {
                assertThat(e.getMessage()).startsWith("it");
            }
        }
    }
}
