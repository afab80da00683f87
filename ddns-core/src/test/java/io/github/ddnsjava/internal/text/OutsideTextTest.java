package io.github.ddnsjava.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void aByteOrderMarkSaysTheEncodingAndIsDropped(String encoding) throws Exception {
        byte[] bytes = "\uFEFFpäss😀\r\n".getBytes(Charset.forName(encoding));

        assertThat(OutsideText.decode(bytes)).isEqualTo("päss😀\r\n");
        assertThat(OutsideText.decode(bytes, StandardCharsets.US_ASCII)).isEqualTo("päss😀\r\n");
    }

    @Test
    void aTextWithoutAMarkIsUtf8() throws Exception {
        assertThat(OutsideText.decode("päss😀".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("päss😀");
        assertThat(OutsideText.decode(new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'p\u00E4ss', ISO-8859-1, 'UTF-8 text (character 2), and has no byte order mark'",
        "'abc\uD83Dd', UTF-16LE, 'UTF-16LE text (character 4), though its byte order mark says so'",
    })
    void malformedBytesAreAnErrorThatSaysWhereNotAReplacementCharacter(String text, String encoding, String message) {
        String marked = encoding.startsWith("UTF") ? "\uFEFF" + text : text;
        byte[] bytes = encoding.equals("UTF-16LE") ? utf16le(marked) : marked.getBytes(Charset.forName(encoding));

        assertThatThrownBy(() -> OutsideText.decode(bytes))
                .isInstanceOf(OutsideText.MalformedException.class)
                .hasMessage("it is not " + message + "; save it as UTF-8");
    }

    /** The JDK's encoder would replace what is broken. */
    private static byte[] utf16le(String text) {
        byte[] bytes = new byte[text.length() * 2];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i] = (byte) text.charAt(i);
            bytes[2 * i + 1] = (byte) (text.charAt(i) >> 8);
        }
        return bytes;
    }

    @Test
    void aBodyKeepsWhatComesBeforeMalformedBytesAndIsKnownToBeMalformed() {
        byte[] latin1 = "good \u00E4 \u00C3 203.0.113.7".getBytes(StandardCharsets.ISO_8859_1);

        String body = OutsideText.decode(latin1, StandardCharsets.UTF_8);

        assertThat(body).startsWith("good ").endsWith(" 203.0.113.7").doesNotContain("\uFFFD");
        assertThat(OutsideText.isMalformed(body)).isTrue();
        assertThat(OutsideText.flaw(body)).contains("contains the byte 0xE4, which its encoding does not know");
        assertThat(OutsideText.isMalformed("päss😀")).isFalse();
    }

    @Property
    void anyBytesAreDecodedWithoutLossOrKnownToBeMalformed(@ForAll @Size(max = 40) byte[] bytes) {
        Assume.that(bytes.length < 2 || bytes[0] != 0 && bytes[0] < (byte) 0xEF); // no byte order mark
        String text = OutsideText.decode(bytes, StandardCharsets.UTF_8);

        assertThat(new String(bytes, StandardCharsets.UTF_8).contains("\uFFFD") || !OutsideText.isMalformed(text))
                .as("malformed only where the JDK finds it so, too")
                .isTrue();
        if (!text.contains("\uFFFD") && !OutsideText.isMalformed(text)) {
            assertThat(text.getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hush", "hush\n", "hush\r\n", "hush\r", "hush\n\r\n\n", "\uFEFFhush\n"})
    void lineEndsAtTheEndAndAMarkAreNoPartOfAValue(String text) {
        assertThat(OutsideText.value(text)).isEqualTo("hush");
        assertThat(OutsideText.flaw(OutsideText.value(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'hush ', ends with U+0020 SPACE",
        "' hush', begins with U+0020 SPACE",
        "'hush\t', ends with U+0009 CHARACTER TABULATION",
        "'hush\u00A0', ends with U+00A0 NO-BREAK SPACE",
        "'\u00A0hush', begins with U+00A0 NO-BREAK SPACE",
        "'hush\u0000', ends with U+0000 NULL",
        "'h\u0000u\u0000s\u0000h\u0000', ends with U+0000 NULL",
        "'hu\u0000sh', contains U+0000 NULL",
        "'hush\u0085', ends with U+0085 NEXT LINE (NEL)",
        "'hush\u2028', ends with U+2028 LINE SEPARATOR",
        "'hush\u3000', ends with U+3000 IDEOGRAPHIC SPACE",
        "'hush\u200B', ends with U+200B ZERO WIDTH SPACE",
        "'\u200Ehush', begins with U+200E LEFT-TO-RIGHT MARK",
        "'\uFEFFhush', begins with U+FEFF ZERO WIDTH NO-BREAK SPACE",
        "'hush\u00AD', ends with U+00AD SOFT HYPHEN",
        "'hush\u180E', ends with U+180E MONGOLIAN VOWEL SEPARATOR",
        "'hush\u3164', ends with U+3164 HANGUL FILLER",
        "'hush\u2800', ends with U+2800 BRAILLE PATTERN BLANK",
        "'hush\uFE0F', ends with U+FE0F VARIATION SELECTOR-16",
        "'hush\u007F', ends with U+007F DELETE",
        "'hu\u001Bsh', contains U+001B ESCAPE",
        "'hu\uFFFDsh', contains U+FFFD REPLACEMENT CHARACTER",
        "'\nhush', begins with U+000A LINE FEED (LF)",
    })
    void whatNobodySeesAtTheEndsOfAValueIsNamed(String value, String flaw) {
        assertThat(OutsideText.flaw(value)).contains(flaw);
    }

    @Test
    void aKeyOfSeveralLinesHasNoFlaw() {
        assertThat(OutsideText.flaw("-----BEGIN KEY-----\r\nab\tc==\r\n-----END KEY-----"))
                .isEmpty();
        assertThat(OutsideText.flaw("two words")).isEmpty();
        assertThat(OutsideText.flaw("")).isEmpty();
    }
}
