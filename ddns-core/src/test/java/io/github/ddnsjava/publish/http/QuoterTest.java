package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vendor says enters a message as one short line, and nothing of a secret with it. */
class QuoterTest {
    private static final String SECRET = "pa55/w+rd=\"ü\\x";

    private static String quote(String text, String... secrets) {
        return new Quoter(Set.of(secrets)).quote(text);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aQuotationIsOneLine() {
        assertThat(quote("  bad\r\n\tvalue\u2028of \u00a0 ttl\u00a0\n")).isEqualTo("bad value of ttl");
        assertThat(quote(" \n\u2003")).isEmpty();
        assertThat(quote("")).isEmpty();
    }

    @Test
    void whatCannotBeSeenIsAQuestionMark() {
        assertThat(quote("a\u0000b\u001b[31mc\u202ed\u200be\ufefff\uE000g\udc00h\u0085i"))
                .isEqualTo("a?b?[31mc?d?e?f?g?h?i");
    }

    @Test
    void aQuotationHasAtMost200CharactersAndNoHalfOnes() {
        assertThat(quote("x".repeat(200))).hasSize(200).doesNotContain("…");
        assertThat(quote("x".repeat(201))).isEqualTo("x".repeat(199) + "…");
        assertThat(quote("x".repeat(198) + "😀😀")).isEqualTo("x".repeat(198) + "…");
        assertThat(quote("x".repeat(1_000_000))).hasSize(200);
        assertThat(quote("y".repeat(2000) + " ".repeat(2000) + "z")).hasSize(200);
    }

    @Test
    @Tag("promise-22")
    void aSecretIsHiddenAsItIsAndInEitherCase() {
        assertThat(quote("token s3cr3t-token is bad", "s3cr3t-token")).isEqualTo("token (secret) is bad");
        assertThat(quote("token S3CR3T-TOKEN is bad", "s3cr3t-token")).isEqualTo("token (secret) is bad");
        assertThat(quote("s3cr3t-tokens3cr3t-token", "s3cr3t-token")).isEqualTo("(secret)");
        assertThat(quote("nothing of it", "s3cr3t-token")).isEqualTo("nothing of it");
    }

    @Test
    @Tag("promise-22")
    void sixCharactersOfASecretAreToldAndFiveAreNot() {
        assertThat(quote("it ends with t-token", "s3cr3t-token")).isEqualTo("it ends with (secret)");
        assertThat(quote("it begins with s3cr3t…", "s3cr3t-token")).isEqualTo("it begins with (secret)…");
        assertThat(quote("it has cr3t-t within", "s3cr3t-token")).isEqualTo("it has (secret) within");
        assertThat(quote("as token", "s3cr3t-token")).isEqualTo("as token");
    }

    @Test
    @Tag("promise-22")
    void aShortSecretIsHiddenWhole() {
        assertThat(quote("pin 9231 is wrong", "9231")).isEqualTo("pin (secret) is wrong");
        assertThat(quote("pin 923 is wrong", "9231")).isEqualTo("pin 923 is wrong");
        assertThat(quote("pin", "")).isEqualTo("pin");
    }

    @Test
    @Tag("promise-22")
    void eachOfSeveralSecretsIsHidden() {
        assertThat(quote("keyid AKIA1234567, key wJalrXUtnFEMI", "AKIA1234567", "wJalrXUtnFEMI"))
                .isEqualTo("keyid (secret), key (secret)");
        assertThat(quote("the secret is secret77", "secret77", "longer secret77 text"))
                .doesNotContain("secret7");
    }

    @ParameterizedTest
    @Tag("promise-22")
    @ValueSource(
            strings = {
                "pa55%2Fw%2Brd%3D%22%C3%BC%5Cx", // as we send it
                "pa55/w%2brd=%22%c3%bc%5cx", // as another program would
                "pa55%2Fw+rd%3D%22%C3%BC%5Cx", // as a form whose plus was a space
                "pa55\\/w+rd=\\\"\\u00fc\\\\x", // PHP's JSON
                "pa55/w+rd=\\\"ü\\\\x", // JSON
                "pa55/w\\u002brd=\\u0022\\u00FC\\u005cx", // JSON for HTML
            })
    void aSecretIsHiddenInEachEncoding(String form) {
        assertThat(quote("value [" + form + "] is bad", SECRET)).isEqualTo("value [(secret)] is bad");
    }

    @ParameterizedTest
    @Tag("promise-22")
    @ValueSource(
            strings = {
                "a&amp;b&lt;c&gt;d&quot;e&#39;f", // HTML
                "a&b&lt;c&gt;d\"e'f", // XML of some
                "a&#38;b&#x3C;c&#X3e;d&quot;e&apos;f",
                "a&amp;b&lt;c&gt;d&quot;e\\u0027f", // HTML in JSON
            })
    void aSecretIsHiddenInHtmlAndXml(String form) {
        assertThat(quote("value [" + form + "] is bad", "a&b<c>d\"e'f")).isEqualTo("value [(secret)] is bad");
        assertThat(quote("R&D &amp; &#9999999; &#x110000; &nbsp; &", "a&b<c>d\"e'f"))
                .isEqualTo("R&D &amp; &#9999999; &#x110000; &nbsp; &");
        assertThat(quote("value [a&amp;b1&lt;c]", "a&amp;b1&lt;c")).isEqualTo("value [(secret)]");
    }

    @ParameterizedTest
    @Tag("promise-22")
    @ValueSource(
            strings = {
                "ab&sol;cd&equals;e&bsol;f&plus;g", // the names of HTML 5
                "ab\\/cd\\=e\\\\f\\+g", // backslashes before all that is no letter
                "ab\\x2fcd\\x3De\\x5Cf\\x2Bg", // JavaScript
                "ab/cd=\r\n e\\f+g", // folded by a mail program
                "a b / c d = e \\ f + g",
                "ab/cd=e\\\\\\nf+g", // folded in JSON
                "ab%2Fcd%3D%0D%0A%20e%5Cf%2Bg",
                "ab/cd&#10;=e\\f+g",
            })
    void aSecretIsHiddenBehindOtherEscapesAndInSeveralLines(String form) {
        assertThat(quote("value [" + form + "] is bad", "ab/cd=e\\f+g")).isEqualTo("value [(secret)] is bad");
    }

    @Test
    @Tag("promise-22")
    void aLongTokenIsHiddenWhereAServerWrapsItInBase64() {
        String token = "a-token-that-is-longer-than-one-line-of-a-mail-would-be-or-a-header-of-old";
        String wrapped = Base64.getMimeEncoder(20, new byte[] {'\r', '\n', '\t'})
                .encodeToString(token.getBytes(StandardCharsets.UTF_8));

        assertThat(quote("Basic " + wrapped, token))
                .startsWith("Basic (secret)")
                .hasSizeLessThan(20);
    }

    /** White space between other words makes no short secret of them. */
    @Test
    void aShortSecretIsNotLookedForAcrossWhiteSpace() {
        assertThat(quote("the pin 92 31 is wrong", "9231")).isEqualTo("the pin 92 31 is wrong");
        assertThat(quote("open sesame", "n-sesa")).isEqualTo("open sesame");
    }

    /** As a token does that was copied from a URL, and is sent there as it is. */
    @ParameterizedTest
    @Tag("promise-22")
    @ValueSource(
            strings = {
                "ab%2Fcd%3De%C3%BC+g",
                "ab/cd=eü g",
                "ab\\/cd=e\\u00fc g",
                "ab%2fcd%3de%c3%bc%20g",
                "ab&#x2F;cd=e&#252; g"
            })
    void aSecretThatIsConfiguredInEncodedFormIsHiddenInItsDecodedFormToo(String form) {
        assertThat(quote("value [" + form + "] is bad", "ab%2Fcd%3De%C3%BC+g")).isEqualTo("value [(secret)] is bad");
    }

    @Test
    @Tag("promise-22")
    void aSecretThatIsConfiguredInEncodedFormIsHiddenInBase64Too() {
        assertThat(quote("Basic " + base64("x:pass/word?1"), "pass%2Fword%3F1"))
                .contains("(secret)")
                .doesNotContain(base64("x:pass/word?1").substring(4, 16));
    }

    @ParameterizedTest
    @Tag("promise-22")
    @ValueSource(strings = {"abc\\def", "abc%41def", "\\u0041bc\\n/%2F", "a\\\\b\\\"c"})
    void aSecretThatLooksEncodedIsHiddenAsItIs(String secret) {
        assertThat(quote("value [" + secret + "] is bad", secret)).isEqualTo("value [(secret)] is bad");
    }

    @ParameterizedTest
    @Tag("promise-22")
    @ValueSource(strings = {"", "u", "us", "user:", "a:b:c:d"})
    void aSecretIsHiddenInBase64WhereverItBegins(String before) {
        String all = base64(before + "open-sesame-77" + "!after");
        String quoted = quote("Basic " + all, "open-sesame-77");

        assertThat(quoted).startsWith("Basic ").contains("(secret)");
        String inner = base64(before + "open-sesame-77");
        int from = (before.length() * 8 + 5) / 6;
        int to = (before.length() + 14) * 8 / 6;
        for (int i = from; i + 6 <= to; i++) {
            assertThat(quoted).doesNotContain(inner.substring(i, i + 6));
        }
        assertThat(quote(all.replace('+', '-').replace('/', '_'), "open-sesame-77"))
                .contains("(secret)");
    }

    @ParameterizedTest
    @Tag("promise-22")
    @CsvSource({
        "İ is bad: oPEN-sesame",
        "İİİİ open-sesame",
        "sesame-İ? no: open-sesame",
        "the end of it is n-sesame İ",
    })
    void lettersThatChangeTheirLengthInLowerCaseHideNoSecret(String text) {
        assertThat(quote(text, "open-sesame"))
                .contains("İ")
                .contains("(secret)")
                .doesNotContainIgnoringCase("n-sesame");
        assertThat(quote("İ said: nothing of it", "open-sesame")).isEqualTo("İ said: nothing of it");
        assertThat(quote("key geheİm-İİ", "geheİm-İİ")).isEqualTo("key (secret)");
    }

    @Test
    @Tag("promise-22")
    void aSecretWithWhiteSpaceOrControlCharactersIsHiddenToo() {
        assertThat(quote("key [a b\tc d e]", "a b\tc d e")).isEqualTo("key [(secret)]");
        assertThat(quote("key [a+b%09c+d%20e]", "a b\tc d e")).isEqualTo("key [(secret)]");
        assertThat(quote("key [a b\\tc d\\u0020e]", "a b\tc d e")).isEqualTo("key [(secret)]");
        assertThat(quote("key [abc\u0001def]", "abc\u0001def")).isEqualTo("key [(secret)]");
    }

    @Test
    void whatSecretsAreNotKnownIsNotQuotedFrom() {
        assertThat(Asked.of("GET api.example/x", io.github.ddnsjava.ProblemScope.ZONE)
                        .quote("anything"))
                .isEmpty();
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(
                                6, Arbitraries.strings().withCharRange('!', '~').ofLength(1)),
                        net.jqwik.api.Tuple.of(
                                2,
                                Arbitraries.of(
                                        "\"", "\\", "/", "%", "+", "-", "_", " ", "ü", "İ", "ß", "€", "😀", "\\n", "%4",
                                        "\\u")))
                .list()
                .ofMinSize(6)
                .ofMaxSize(24)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> neighbours() {
        // What would complete an escape, as a percent sign does, is kept off.
        Arbitrary<String> border = Arbitraries.of(" ", "=", "\"", "'", "İ", "\n", ":", "x");
        return Combinators.combine(border, Arbitraries.strings().ascii().ofMaxLength(10), border)
                .as((first, text, last) -> first + text + last);
    }

    private static String jsonEscaped(String text, boolean ascii) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (ascii && (c > 126 || c == '<' || c == '+')) {
                escaped.append(String.format("\\u%04x", (int) c));
            } else if (ascii && c == '/') {
                escaped.append("\\/");
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** No part of the form is left that is long enough to stand for six bytes, or the whole form if it is shorter. */
    private static void assertNothingLeft(String quoted, String form, int telling) {
        int part = Math.min(telling, form.length());
        for (int i = 0; i + part <= form.length(); i++) {
            for (String rest : quoted.split("\\(secret\\)", -1)) {
                assertThat(rest).doesNotContain(form.substring(i, i + part));
            }
        }
    }

    @Property
    @net.jqwik.api.Tag("promise-22")
    void noSecretOfSixCharactersSurvivesInAnyForm(
            @ForAll @From("secrets") String secret,
            @ForAll @From("neighbours") String before,
            @ForAll @From("neighbours") String after) {
        Quoter quoter = new Quoter(List.of(secret));
        String percent = Encoding.percent(secret);
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);

        assertNothingLeft(quoter.quote(before + secret + after), secret, 8);
        assertNothingLeft(quoter.quote(before + percent + after), percent, 24);
        assertNothingLeft(quoter.quote(before + form + after), form, 24);
        assertNothingLeft(quoter.quote(before + jsonEscaped(secret, false) + after), jsonEscaped(secret, false), 16);
        assertNothingLeft(quoter.quote(before + jsonEscaped(secret, true) + after), jsonEscaped(secret, true), 48);
    }

    @Property
    @net.jqwik.api.Tag("promise-22")
    void noSecretOfSixCharactersSurvivesInBase64(
            @ForAll @From("secrets") String secret,
            @ForAll @IntRange(min = 0, max = 5) int offset,
            @ForAll @IntRange(min = 0, max = 2) int following) {
        String before = "u".repeat(offset);
        String all = base64(before + secret + "!".repeat(following));
        int length = secret.getBytes(StandardCharsets.UTF_8).length;
        String inner = all.substring((offset * 8 + 5) / 6, (offset + length) * 8 / 6);

        assertNothingLeft(new Quoter(List.of(secret)).quote("Basic " + all + " is wrong"), inner, 6);
    }

    @Property
    void aQuotationIsAlwaysShortAndOneLineOfWholeCharacters(
            @ForAll String text, @ForAll @From("secrets") String secret) {
        String quoted = new Quoter(List.of(secret)).quote(text + secret + text);

        assertThat(quoted.length()).isLessThanOrEqualTo(200);
        assertThat(quoted.codePoints()
                        .allMatch(c -> !Character.isISOControl(c)
                                && Character.getType(c) != Character.SURROGATE
                                && Character.getType(c) != Character.LINE_SEPARATOR))
                .isTrue();
    }
}
