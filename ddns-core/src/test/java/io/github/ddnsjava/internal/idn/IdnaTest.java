package io.github.ddnsjava.internal.idn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.text.IDNA;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What IDNA2008 makes of labels, compared with ICU, which has all of Unicode's data. */
@Tag("promise-13")
class IdnaTest {
    private static final IDNA ICU = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.NONTRANSITIONAL_TO_UNICODE
            | IDNA.USE_STD3_RULES
            | IDNA.CHECK_CONTEXTJ
            | IDNA.CHECK_CONTEXTO);

    static Optional<String> ours(String label) {
        try {
            return Optional.of(Idna.toAscii(label));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    static String byIcu(String label) {
        IDNA.Info info = new IDNA.Info();
        String ascii = ICU.labelToASCII(label, new StringBuilder(), info).toString();
        return info.hasErrors() ? info.getErrors().toString() : ascii;
    }

    @ParameterizedTest
    @CsvSource({
        "straße, xn--strae-oqa",
        "STRAßE, xn--strae-oqa",
        "δελτας, xn--mxafdy0bk",
        "ΔΕΛΤΑΣ, xn--mxafdy5be",
        "क्\u200Dष, xn--11b2ezcw70k",
        "bücher, xn--bcher-kva",
        "bu\u0308cher, xn--bcher-kva",
        "ｂücher, xn--bcher-kva",
        "ısparta, xn--sparta-o9a",
        "paral·lel, xn--parallel-koa",
        "コンピューター・ゲーム, xn--sckb0b5ewc1a0hzchbc",
        "עברית, xn--5dbqzzl",
        "xn--n3h, xn--n3h",
        "XN--N3H, xn--n3h",
        "ＡＢＣ, abc"
    })
    void whatIdna2008AllowsIsConverted(String label, String aLabel) {
        assertThat(Idna.toAscii(label)).isEqualTo(aLabel);
        assertThat(byIcu(label)).as("ICU").isEqualTo(aLabel);
    }

    @ParameterizedTest
    @CsvSource({
        "☕, U+2615 HOT BEVERAGE is not allowed in international names",
        "☃, U+2603 SNOWMAN",
        "😀, U+1F600 GRINNING FACE",
        "ﬁsh, U+FB01 LATIN SMALL LIGATURE FI",
        "İstanbul, U+0130 LATIN CAPITAL LETTER I WITH DOT ABOVE is mapped to lower case in different ways",
        "STRAẞE, U+1E9E LATIN CAPITAL LETTER SHARP S",
        "می\u200Cخواهم, U+200C ZERO WIDTH NON-JOINER is not allowed at this place",
        "a\u3099\u200C, U+200C ZERO WIDTH NON-JOINER is not allowed at this place",
        "\u05D0\u05B0\u200C, U+200C ZERO WIDTH NON-JOINER is not allowed at this place",
        "a\u200Db, U+200D ZERO WIDTH JOINER is not allowed at this place",
        "a\u00A0b, U+00A0 NO-BREAK SPACE",
        "a\u00ADb, U+00AD SOFT HYPHEN",
        "a·b, U+00B7 MIDDLE DOT is not allowed at this place",
        "\u0308a, U+0308 COMBINING DIAERESIS begins a label",
        "aא, Bidi rule",
        "\u0378a, U+0378",
        "a\uD800b, U+D800",
        "_bücher, U+005F LOW LINE",
    })
    void whatItDoesNotAllowIsRefusedWithTheRemedy(String label, String why) {
        assertThatThrownBy(() -> Idna.toAscii(label))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageEndingWith("write the A-label, which begins with xn--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xn--", "xn---", "xn--a", "xn--abc-", "xn--a-b!", "xn--99999999999"})
    void whatOnlyBeginsAsAnALabelIsRefused(String label) {
        assertThatThrownBy(() -> Idna.toAscii(label)).hasMessageContaining("is no A-label (RFC 5891)");
    }

    /** All of Unicode, alone and between others. */
    @Test
    @Tag("thorough")
    void everyCharacterThatIsTakenBecomesWhatIcuMakesOfIt() {
        int taken = 0;
        List<String> differences = new ArrayList<>();
        for (int c = 128; c <= Character.MAX_CODE_POINT; c++) {
            if (!Character.isDefined(c) || Character.getType(c) == Character.PRIVATE_USE) {
                continue; // refused; what has no name in this JVM's Unicode is looked at by the cases above
            }
            for (String label : List.of(
                    Character.toString(c), "a" + Character.toString(c) + "z", "a" + Character.toString(c) + "\u200C")) {
                Optional<String> ours = ours(label);
                if (ours.isPresent()) {
                    taken++;
                    if (!byIcu(label).equals(ours.get())) {
                        differences.add(String.format("U+%04X %s %s", c, ours.get(), byIcu(label)));
                    }
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(taken).isGreaterThan(200_000);
    }
}
