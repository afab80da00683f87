package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.exception.ConfigurationException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private static Settings with(Object value) {
        return Settings.at("providers.cf", Map.of("x", value));
    }

    private static void assertWrong(ThrowingCallable reading, String... words) {
        assertThatThrownBy(reading)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("providers.cf.x: ")
                .hasMessageContainingAll(words);
    }

    @Test
    void whatIsNotSetIsEmptyAndWhereItMustBeSetMissing() {
        Settings none = Settings.at("providers.cf", Map.of());

        assertThat(none.optionalText("x")).isEmpty();
        assertThat(none.optionalSecret("x")).isEmpty();
        assertThat(none.flag("x")).isEmpty();
        assertThat(none.number("x", 0, 1)).isEmpty();
        assertThat(none.duration("x", SECOND, HOUR)).isEmpty();
        assertThat(none.file("x")).isEmpty();
        assertThat(none.nested("x")).isEmpty();
        assertThat(none.list("x")).isEmpty();
        assertThat(none.texts("x")).isEmpty();
        assertWrong(() -> none.text("x"), "is missing");
        assertWrong(() -> none.secret("x"), "is missing");
    }

    @Test
    void textsAreTexts() {
        assertThat(with("t").text("x")).isEqualTo("t");
        assertWrong(() -> with(5).text("x"), "is a number (5), not a text");
        assertWrong(() -> with("y".repeat(500)).number("x", 0, 1), "…");
    }

    @Test
    void aTextInAnotherFormThanDescribedIsRefusedAndNotShown() {
        SettingSpec id = SettingSpec.required("x", "the id").inForm("[0-9]+", "the number beside the key");

        assertThat(with("17").text(id)).isEqualTo("17");
        assertThat(with("17").optionalText(id)).contains("17");
        assertThat(Settings.none().optionalText(id)).isEmpty();
        assertWrong(() -> with("passw0rd").text(id), "form", "(allowed: the number beside the key)");
        assertWrong(() -> with("passw0rd").optionalText(id), "form", "the number beside the key");
        assertThatThrownBy(() -> with("passw0rd").text(id)).hasMessageNotContaining("passw0rd");
        assertWrong(() -> Settings.at("providers.cf", Map.of()).text(id), "is missing");
        assertThat(with("passw0rd").text(SettingSpec.required("x", "any"))).isEqualTo("passw0rd");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, true",
        "0.0.0.0, true",
        "255.255.255.255, true",
        "256.0.2.1, false",
        "192.0.2.01, false",
        "192.0.2, false",
        "192.0.2.1.7, false",
        "192.0.2.1x, false",
        "2001:db8::1, false"
    })
    void theFormOfAnIpv4AddressIsThatOfALiteral(String text, boolean isOne) {
        assertThat(text.matches(SettingSpec.IPV4)).isEqualTo(isOne);
        assertThat(IpAddress.tryParse(text)
                        .filter(address -> address.family() == IpFamily.IPV4)
                        .isPresent())
                .isEqualTo(isOne);
    }

    @Test
    void aSecretInAnotherFormIsRefusedWheneverItIsReadAndNotShown() {
        SettingSpec spec = SettingSpec.secret("x", "a key").inForm("key-[a-z]+", "a key, made in the panel");
        AtomicReference<String> file = new AtomicReference<>("key-abc");
        Secret secret = with(Secret.from("a file", file::get)).secret(spec);

        assertThat(secret.reveal()).isEqualTo("key-abc");
        assertThat(secret).hasToString("Secret[a file]");
        file.set("passw0rd");
        assertWrong(secret::reveal, "form", "(allowed: a key, made in the panel)");
        assertThatThrownBy(secret::reveal).hasMessageNotContaining("passw0rd");
        assertWrong(() -> with("key-1").secret(spec).reveal(), "form", "a key");
        assertThat(with("key-abc\n").secret(spec).reveal()).isEqualTo("key-abc");
        assertThat(with("key-abc").optionalSecret(spec).orElseThrow().reveal()).isEqualTo("key-abc");
        assertThat(Settings.none().optionalSecret(spec)).isEmpty();
        assertWrong(() -> Settings.at("providers.cf", Map.of()).secret(spec), "is missing");
    }

    @Test
    void aCredentialWithoutSpacesHasNoneAndIsNotOfTheOtherKind() {
        SettingSpec any = SettingSpec.secret("x", "a key").withoutSpaces("the key alone");
        SettingSpec notOld = SettingSpec.secret("x", "a key").withoutSpacesAndNot("[0-9]{4}$", "a key of the new kind");

        for (SettingSpec spec : List.of(any, notOld)) {
            assertThat(with("1234-~!x").secret(spec).reveal()).isEqualTo("1234-~!x");
            for (String wrong : List.of("Bearer abc", "a\tb", "a\nb", "schl\u00fcssel", "a\u200bb", "")) {
                assertThatThrownBy(() -> with(wrong).secret(spec).reveal()).isInstanceOf(ConfigurationException.class);
            }
        }
        assertThat(with("1234").secret(any).reveal()).isEqualTo("1234");
        assertWrong(() -> with("1234").secret(notOld).reveal(), "form", "(allowed: a key of the new kind)");
    }

    @Test
    void flagsAreFlags() {
        assertThat(with(true).flag("x")).contains(true);
        assertThat(with("true").flag("x")).contains(true);
        assertThat(with("false").flag("x")).contains(false);
        assertWrong(() -> with("yes").flag("x"), "is \"yes\"", "true or false");
        assertWrong(() -> with(1).flag("x"), "is a number (1), not a flag", "true or false");
    }

    @Test
    void numbersAreWholeAndWithinBounds() {
        assertThat(with(1).number("x", 1, 5)).contains(1);
        assertThat(with(5L).number("x", 1, 5)).contains(5);
        assertThat(with(5.0).number("x", 1, 5)).contains(5);
        assertThat(with("3").number("x", 1, 5)).contains(3);
        assertThat(with("0.5").decimal("x", 0, 1)).contains(0.5);
        assertWrong(() -> with(true).number("x", 1, 5), "is a flag (true), not a number", "a whole number from 1 to 5");
        for (Object bad : List.of(
                0, 6, 1.5, "6", "1.5", "three", "0x3", "", Double.NaN, BigInteger.TWO.pow(64), Long.MAX_VALUE)) {
            assertWrong(() -> with(bad).number("x", 1, 5), "a whole number from 1 to 5");
        }
    }

    @Test
    void durationsAreDurationsOrTextsWithinBounds() {
        assertThat(with(HOUR).duration("x", SECOND, HOUR)).contains(HOUR);
        assertThat(with("1s").duration("x", SECOND, HOUR)).contains(SECOND);
        for (Object bad : List.of("999ms", "61m", 5, "soon", HOUR.plusNanos(1))) {
            assertWrong(() -> with(bad).duration("x", SECOND, HOUR), "a duration from 1s to 1h");
        }
    }

    @Test
    void aSingleValueIsAListOfOne() {
        assertThat(with("a").texts("x")).containsExactly("a");
        assertThat(with(List.of("a", "b")).texts("x")).containsExactly("a", "b");
        assertThat(with(5).list("x")).containsExactly(5);
        assertThat(with("a, b,c").texts("x")).containsExactly("a", "b", "c");
        assertThat(with("https://a.example/?x=1,2 , https://b.example").texts("x"))
                .containsExactly("https://a.example/?x=1,2", "https://b.example");
        assertWrong(() -> with(List.of("a", 5)).texts("x"), "is a number (5), not a text", "a list of texts");
    }

    @Test
    void filesAreRelativeToTheConfiguration() {
        Path directory = Path.of("conf").toAbsolutePath();
        Settings settings = Settings.at("state", directory, Map.of("x", "state", "nul", "a\0b"));

        assertThat(settings.file("x")).contains(directory.resolve("state"));
        assertThatThrownBy(() -> settings.file("nul")).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aPlainTextCountsAsASecret() {
        assertThat(with("s3cret").secret("x").reveal()).isEqualTo("s3cret");
        assertThat(with(Secret.of("s3cret")).secret("x").reveal()).isEqualTo("s3cret");
    }

    @Test
    @Tag("promise-22")
    void neitherTextsNorComplaintsShowASecret() {
        Settings settings = Settings.of("token", Secret.of("s3cret"), "password", "s3cret");

        assertThat(settings.toString()).contains("token", "password").doesNotContain("s3cret");
        assertThatThrownBy(() -> Settings.of("token", List.of("s3cret")).secret("token"))
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> settings.text("token")).hasMessageNotContaining("s3cret");
        assertThat(settings.fingerprint()).doesNotContain("s3cret");
    }

    @Test
    void changingSettingsLeavesTheFormerOnesAsTheyWere() {
        Settings before = with("a");

        assertThat(before.with("x", "b").text("x")).isEqualTo("b");
        assertThat(before.text("x")).isEqualTo("a");
        assertThat(before.with("y", "b").path("y")).isEqualTo("providers.cf.y");
    }

    @Test
    @Tag("promise-10")
    void theFingerprintChangesWithAnySettingAndAnySecretBehindIt() {
        AtomicReference<String> vault = new AtomicReference<>("one");
        Secret secret = Secret.from("vault", vault::get);
        List<Settings> all = List.of(
                Settings.none(),
                Settings.of("a", "1"),
                Settings.of("a", "2"),
                Settings.of("b", "1"),
                Settings.of("a", List.of("1", "2")),
                Settings.of("a", List.of("1,2")),
                Settings.of("a", "1,2,"),
                Settings.of("a", "1\nb=1"),
                Settings.of("a", "1", "b", "1"),
                Settings.of("a", "1", "b", Settings.none()),
                Settings.of("a", Settings.of("b", "1")),
                Settings.of("a", "b=1\n"),
                Settings.of("token", secret),
                Settings.of("tokens", List.of(secret)),
                Settings.of("nested", Settings.of("token", secret)));
        Set<String> before = new HashSet<>();
        all.forEach(settings -> before.add(settings.fingerprint()));
        assertThat(before).hasSize(all.size());
        all.forEach(settings -> assertThat(before).contains(settings.fingerprint()));

        vault.set("two");

        assertThat(all.subList(12, 15)).extracting(Settings::fingerprint).doesNotContainAnyElementsOf(before);
        assertThat(all.subList(0, 12)).extracting(Settings::fingerprint).isSubsetOf(before);
    }

    @Test
    void aSecretThatCannotBeReadHasNoFingerprint() {
        Settings settings = Settings.of("token", Secret.env("DDNS_NO_SUCH_VARIABLE"));
        assertThatThrownBy(settings::fingerprint)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("DDNS_NO_SUCH_VARIABLE");
    }

    @Test
    void secretsAtAllLevelsAreForgotten() {
        List<String> forgotten = new ArrayList<>();
        Secret one = Secret.from("vault:one", () -> "1", () -> forgotten.add("one"));
        Secret two = Secret.from("vault:two", () -> "2", () -> forgotten.add("two"));
        Settings.at("", Map.of("a", one, "b", List.of("x", two), "c", Map.of("d", one)))
                .forgetSecrets();
        assertThat(forgotten).containsExactly("one", "two", "one");
    }

    @Test
    @Tag("promise-22")
    void aReferenceInSettingsThatAProgramMadeIsRefusedWhereverItStands() {
        assertThatThrownBy(() -> Settings.of("token", "${env:TOKEN}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("token: is a reference, which only a configuration file replaces (allowed:"
                        + " Secret.env(\"NAME\"), Secret.file(path), or the value itself)");
        assertThatThrownBy(() -> Settings.none().with("token", "${file:/etc/passwd}"))
                .hasMessageStartingWith("token: is a reference");
        assertThatThrownBy(() -> Settings.at(
                        "providers.cf",
                        Map.of("a", List.of("x", "${env:A}"), "b", Map.of("c", "${vault:b}"), "d", "Bearer ${env:D}")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .extracting(ConfigurationException.Entry::path)
                                .containsExactlyInAnyOrder("providers.cf.a[1]", "providers.cf.b.c", "providers.cf.d"));
        assertThat(with("$${env:TOKEN}").text("x")).isEqualTo("${env:TOKEN}");
        assertThat(Settings.ofLiterals("", Path.of(""), Map.of("x", "${env:TOKEN}"))
                        .text("x"))
                .isEqualTo("${env:TOKEN}");
    }

    @Test
    void mapsAndSettingsOfAProgramStandWhereTheyAreGiven() {
        Settings nested = with(Map.of("y", 5)).nested("x").orElseThrow();
        assertThat(nested.path("y")).isEqualTo("providers.cf.x.y");
        Settings inList = (Settings)
                with(List.of(Settings.of("y", Settings.of("z", 1)))).list("x").get(0);
        assertThat(inList.nested("y").orElseThrow().path("z")).isEqualTo("providers.cf.x[0].y.z");
        assertThat(with(1).without("x").names()).isEmpty();
    }

    @Test
    @Tag("promise-22")
    void aSecretOfAnotherTypeOrWithWhiteSpaceIsRefusedAndNotShown() {
        assertWrong(() -> with(12345).secret("x"), "is a number, not a text");
        assertThatThrownBy(() -> with(12345).secret("x")).hasMessageNotContaining("12345");
        assertThatThrownBy(() -> with("s3cret ").secret("x"))
                .hasMessage("providers.cf.x: ends with U+0020 SPACE; remove that character");
        assertThat(with("s3cret\n").secret("x").reveal()).isEqualTo("s3cret");
        assertWrong(() -> with(Secret.of("s3cret")).flag("x"), "is a secret, not a flag");
    }
}
