package io.github.ddnsjava.publish.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningTest {
    private static String canonical(String url) {
        return Signing.canonicalQuery(Requests.request("GET", url));
    }

    @Test
    void hashesTheExamplesOfFips180AndRfc1321() {
        byte[] abc = "abc".getBytes(UTF_8);

        assertThat(Signing.sha256Hex(abc))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Signing.sha1Hex(abc)).isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
        assertThat(Signing.md5Hex(abc)).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
    }

    @Test
    void makesTheHmacsOfRfc4231AndRfc2202() {
        byte[] key = "Jefe".getBytes(UTF_8);
        String message = "what do ya want for nothing?";

        assertThat(Signing.hex(Signing.hmacSha256(key, message)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assertThat(Signing.hex(Signing.hmacSha1(key, message))).isEqualTo("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    }

    @Test
    void writesBase64AsRfc4648Says() {
        assertThat(Signing.base64("fooba".getBytes(UTF_8))).isEqualTo("Zm9vYmE=");
        assertThat(Signing.base64(HexFormat.of().parseHex("fbff"))).isEqualTo("+/8=");
    }

    @Test
    void theCanonicalQueryIsSortedByNameAndThenByValue() {
        OutgoingRequest request = Requests.request("GET", "https://api.example.com/")
                .query("a-b", "1")
                .query("b", "2")
                .query("a", "z")
                .query("a", "B");

        // The whole text "a-b=1" would come before "a=B".
        assertThat(Signing.canonicalQuery(request)).isEqualTo("a=B&a=z&a-b=1&b=2");
    }

    @ParameterizedTest
    @CsvSource({
        "x=%e4%bd%a0, x=%E4%BD%A0",
        "x=%7e%41, x=~A",
        "x=a+b, x=a%2Bb",
        "'x=a,b:c', x=a%2Cb%3Ac",
        "x=%ff, x=%FF",
        "b&a=, a=&b=",
        "x=1=2, x=1%3D2",
        "&&x=1&, x=1",
        "x=ü, x=%C3%BC",
    })
    void theCanonicalQueryIsEncodedAnewWhoeverEncodedIt(String sent, String canonical) {
        assertThat(canonical("https://api.example.com/?" + sent)).isEqualTo(canonical);
    }

    @Test
    void aRequestWithoutQueryHasAnEmptyCanonicalQuery() {
        assertThat(canonical("https://api.example.com/")).isEmpty();
    }

    @Test
    void timesAreInUtcAndInWholeSecondsWithTwoDigitsForADay() {
        Instant time = Instant.parse("2026-01-03T04:05:06.789Z");

        assertThat(Times.basic(time)).isEqualTo("20260103T040506Z");
        assertThat(Times.extended(time)).isEqualTo("2026-01-03T04:05:06Z");
        assertThat(Times.http(time)).isEqualTo("Sat, 03 Jan 2026 04:05:06 GMT");
    }

    @Test
    void awsSignsThePathEncodedTwice() {
        // The example of AWS's documentation.
        assertThat(AwsV4.encodedTwice("/documents%20and%20settings/")).isEqualTo("/documents%2520and%2520settings/");
    }
}
