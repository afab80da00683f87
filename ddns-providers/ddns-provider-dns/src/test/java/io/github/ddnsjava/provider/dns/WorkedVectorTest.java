package io.github.ddnsjava.provider.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/**
 * A signed update, byte for byte, made without dnsjava and accepted by BIND, Knot and PowerDNS: key {@code ddns-key},
 * HMAC-SHA256, secret 00..1f, at 1700000000, replacing www.example.com A by 192.0.2.1.
 */
class WorkedVectorTest {
    private static final byte[] UNSIGNED = HexFormat.of()
            .parseHex("123428000001000000020000076578616d706c6503636f6d0000060001"
                    + "03777777076578616d706c6503636f6d00000100ff000000000000"
                    + "03777777076578616d706c6503636f6d00000100010000012c0004c0000201");
    private static final byte[] SIGNED = HexFormat.of()
            .parseHex("123428000001000000020001076578616d706c6503636f6d0000060001"
                    + "03777777076578616d706c6503636f6d00000100ff000000000000"
                    + "03777777076578616d706c6503636f6d00000100010000012c0004c0000201"
                    + "0864646e732d6b65790000fa00ff00000000003d0b686d61632d73686132353600"
                    + "00006553f100012c0020"
                    + "0ea2d40074ed6dc846e43ac0fec0772711001292930ddc1d25b289b86c3f85e9"
                    + "123400000000");
    private static final String MAC = "0ea2d40074ed6dc846e43ac0fec0772711001292930ddc1d25b289b86c3f85e9";

    private static TSIG tsig(String secret, long epochSecond) {
        return TsigKey.of(Settings.of("keyName", "ddns-key", "keySecret", secret))
                .orElseThrow()
                .tsig(InstantSource.fixed(Instant.ofEpochSecond(epochSecond)));
    }

    private static TSIG tsig() {
        return tsig("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", 1_700_000_000);
    }

    @Test
    void theSignatureIsTheOneOfTheVector() throws Exception {
        byte[] mac = tsig().generate(new Message(UNSIGNED), UNSIGNED, Rcode.NOERROR, null)
                .getSignature();
        assertThat(HexFormat.of().formatHex(mac)).isEqualTo(MAC);
    }

    @Test
    void theSignedMessageIsVerifiedWithinFiveMinutesAndByThatSecretOnly() throws Exception {
        assertThat(tsig().verify(new Message(SIGNED), SIGNED, null)).isEqualTo(Rcode.NOERROR);
        assertThat(tsig("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh4=", 1_700_000_000)
                        .verify(new Message(SIGNED), SIGNED, null))
                .isEqualTo(Rcode.BADSIG);
        assertThat(tsig("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", 1_700_000_301)
                        .verify(new Message(SIGNED), SIGNED, null))
                .isEqualTo(Rcode.BADTIME);
    }

    @Test
    void ourRecordsAreThoseOfTheVector() throws Exception {
        Name www = Name.fromString("www.example.com.");
        Message vector = new Message(UNSIGNED);
        assertThat(vector.getSection(Section.UPDATE).get(0).toWireCanonical())
                .isEqualTo(Record.newRecord(www, Type.A, DClass.ANY, 0).toWireCanonical());
        assertThat(vector.getSection(Section.UPDATE).get(1).toWireCanonical())
                .isEqualTo(RecordSet.record(www, IpAddress.parse("192.0.2.1"), Duration.ofMinutes(5))
                        .toWireCanonical());
    }
}
