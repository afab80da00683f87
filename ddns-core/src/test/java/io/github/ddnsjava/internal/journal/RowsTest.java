package io.github.ddnsjava.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {
    @Property(edgeCases = EdgeCasesMode.NONE)
    @Domain(Rows.class)
    void everyRecordStateComesBackEqual(@ForAll RecordState state) {
        byte[] line = new RowWriter().line(state);

        assertThat(new RowReader().readRecord(parse(line))).isEqualTo(state);
        assertThat(line).as("one line").containsOnlyOnce('\n').endsWith('\n');
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Domain(Rows.class)
    void everyAccountStateComesBackEqual(@ForAll AccountState state) {
        JsonNode row = parse(new RowWriter().line(state));

        assertThat(row.has(RowReader.ACCOUNT)).isTrue();
        assertThat(new RowReader().readAccount(row)).isEqualTo(state);
    }

    @Test
    void nothingConfirmedAndAnEmptyConfirmedSetAreNotTheSame() {
        RecordState unknown = RecordState.unknown(Rows.key(1));
        RecordState withdrawn = unknown.with(s -> s.confirm(Set.of(), Rows.T0));

        assertThat(reread(unknown).confirmed()).isEmpty();
        assertThat(reread(withdrawn).confirmed()).contains(Set.of());
    }

    @Test
    void attributesKeepTheirTypesEvenWhereTheirTextsAreAlike() {
        Map<String, Object> effective = Map.of(
                "ttl", Duration.ofMinutes(5), "text", "PT5M", "flag", true, "word", "true", "tags", List.of("b", "a"));

        assertThat(reread(RecordState.unknown(Rows.key(1)).with(s -> s.effective = effective))
                        .effective())
                .isEqualTo(effective);
    }

    @Test
    void aMessageWithoutEndIsCut() {
        Problem endless = Problem.of(ProblemKind.PROTOCOL, "x".repeat(2 << 20));

        byte[] line =
                new RowWriter().line(RecordState.unknown(Rows.key(1)).with(s -> s.problem = Optional.of(endless)));

        assertThat(line.length).isLessThan(Lines.MAX_LENGTH);
        assertThat(new RowReader()
                        .readRecord(parse(line))
                        .problem()
                        .orElseThrow()
                        .kind())
                .isEqualTo(ProblemKind.PROTOCOL);
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        RecordState state = Rows.confirmed(1, 1).with(s -> s.effective = Map.of("ttl", Duration.ofSeconds(60)));
        ObjectNode row = row(state);
        row.put("colour", "green").putArray("shapes").add(1);
        ((ObjectNode) row.get("record")).put("class", "IN");
        ((ObjectNode) row.get("effective")).putObject("weight").put("number", 5);
        RowReader reader = new RowReader();

        assertThat(reader.readRecord(row)).isEqualTo(state);
        assertThat(reader.unknownFields()).containsExactly("colour", "shapes");
    }

    @Test
    void aKindOfProblemOfALaterVersionKeepsTheRowItsWaitAndItsHold() {
        RecordState state = Rows.confirmed(1, 1).with(s -> {
            s.problem = Optional.of(Problem.of(ProblemKind.PROTOCOL, "the moon is full"));
            s.notBefore = Optional.of(Rows.T0.plusSeconds(60));
            s.heldFingerprint = Optional.of("fp");
        });
        ObjectNode row = row(state);
        ((ObjectNode) row.get("problem")).put("kind", "full-moon");

        assertThat(new RowReader().readRecord(row)).isEqualTo(state);
    }

    @Test
    void fieldsThatAreMissingOrNullTakeTheirDefaults() {
        ObjectNode row = row(RecordState.unknown(Rows.key(1)));
        row.remove("sequence");
        row.putNull("confirmed").putNull("problem").putNull("attempts");

        assertThat(new RowReader().readRecord(row)).isEqualTo(RecordState.unknown(Rows.key(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'record':{'provider':'p','name':'h.example.com'}}",
                "{'record':{'provider':'p','name':'h.example.com','type':'MX'}}",
                "{'record':{'provider':'p','name':'-.example.com','type':'A'}}",
                "{'record':{'provider':1,'name':'h.example.com','type':'A'}}",
                "{R,'confirmed':'203.0.113.1'}",
                "{R,'confirmed':['2001:db8::1']}",
                "{R,'confirmed':['203.0.113.256']}",
                "{R,'confirmed':[1]}",
                "{R,'confirmedAt':'yesterday'}",
                "{R,'confirmedAt':5}",
                "{R,'attempts':-1}",
                "{R,'attempts':1.5}",
                "{R,'attempts':2147483648}",
                "{R,'sequence':9223372036854775808}",
                "{R,'problem':{'kind':5,'message':''}}",
                "{R,'problem':{'kind':'transient'}}",
                "{R,'problem':{'kind':'transient','message':'','wholeAccount':'yes'}}",
                "{R,'problem':{'kind':'transient','message':'','scope':'world'}}",
                "{R,'problem':{'kind':'transient','message':'','scope':1}}",
                "{R,'problem':{'kind':'transient','message':'','retryAfter':'5m'}}",
                "{R,'candidate':{'addresses':[],'readings':1}}",
                "{R,'ticket':'c1'}",
                "{R,'ticket':{'text':'c1','addresses':[],'fingerprint':'f'}}",
                "{R,'ticket':{'text':'','addresses':[],'fingerprint':'f','since':'2026-01-01T00:00:00Z'}}",
                "{R,'ticket':{'text':'c1','addresses':['2001:db8::1'],'fingerprint':'f','since':'2026-01-01T00:00:00Z'}}",
                "{R,'history':{}}",
                "{R,'history':[{'at':'2026-01-01T00:00:00Z'}]}",
                "{R,'history':['']}",
                "{R,'history':['2026-01-01T00:00:00Z ']}",
                "{R,'history':['2026-01-01T00:00:00Z 2001:db8::1']}",
                "{R,'history':['203.0.113.1 2026-01-01T00:00:00Z']}",
                "{R,'effective':{'ttl':{'duration':'soon'}}}",
                "{R,'effective':{'proxied':{'flag':'true'}}}",
            })
    void aRecordRowThatIsNotAsWrittenIsRefused(String row) {
        String json = row.replace("R,", "'record':{'provider':'p','name':'h.example.com','type':'A'},");

        assertThatThrownBy(() -> new RowReader().readRecord(parse(checksummed(json.replace('\'', '"')))))
                .isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'account':5}",
                "{'account':'a','tokens':'1'}",
                "{'account':'a','tokensAt':1}",
                "{'account':'a','moreTokens':1}"
            })
    void anAccountRowThatIsNotAsWrittenIsRefused(String row) {
        assertThatThrownBy(() -> new RowReader().readAccount(parse(checksummed(row.replace('\'', '"')))))
                .isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00000000", "00000000 ", "00000000 {}", "0000000 {}", "zzzzzzzz {}"})
    void aLineWhoseChecksumFailsIsNone(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);

        assertThat(Lines.parse(bytes, bytes.length)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{} {}", "{'a':1,'a':2}", "nonsense", "5", "[]"})
    void aLineWhoseChecksumIsGoodButWhoseTextIsNotJsonIsNone(String json) {
        byte[] line = checksummed(json.replace('\'', '"'));

        assertThat(Lines.parse(line, line.length - 1)).isEmpty();
    }

    @Test
    void theChecksumIsCrc32c() {
        // Its check value is that of the nine digits 1 to 9.
        assertThat(crc32c("123456789")).isEqualTo(0xe3069283);

        String line = new String(new RowWriter().line(Rows.confirmed(1, 1)), StandardCharsets.US_ASCII);
        assertThat(line)
                .startsWith(String.format("%08x ", crc32c(line.substring(9).strip())));
    }

    /** Bit by bit, by the reflected polynomial. */
    private static int crc32c(String text) {
        int crc = -1;
        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            crc ^= b & 255;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82f63b78;
            }
        }
        return ~crc;
    }

    @Test
    void theLargestValuesComeBackEqual() {
        RecordState state = Rows.confirmed(1, 1).with(s -> {
            s.confirmedAt = Optional.of(Instant.MIN);
            s.checkedAt = Optional.of(Instant.MAX);
            s.sequence = Long.MAX_VALUE;
            s.attempts = Integer.MAX_VALUE;
            s.fingerprint = Optional.of("\ud800 alone, \n, \u2028, \"quoted\" and \\");
            s.effective = Map.of(
                    "max", Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                    "min", Duration.ofSeconds(Long.MIN_VALUE),
                    "less than none", Duration.ofNanos(-1));
        });

        assertThat(reread(state)).isEqualTo(state);
    }

    private static RecordState reread(RecordState state) {
        return new RowReader().readRecord(parse(new RowWriter().line(state)));
    }

    private static ObjectNode row(RecordState state) {
        return (ObjectNode) parse(new RowWriter().line(state));
    }

    private static JsonNode parse(byte[] line) {
        return Lines.parse(line, line.length - 1).orElseThrow();
    }

    static byte[] checksummed(String json) {
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x %s%n", crc.getValue(), json)
                .replace("\r", "")
                .getBytes(StandardCharsets.UTF_8);
    }
}
