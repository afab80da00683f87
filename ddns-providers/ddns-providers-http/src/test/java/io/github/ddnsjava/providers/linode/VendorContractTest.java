package io.github.ddnsjava.providers.linode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table that states something else than what is true makes its test fail. */
class VendorContractTest {
    private static final Wrong WRONG = new Wrong();

    /** Each row has one mistake. */
    private static final class Wrong extends VendorContract<FakeLinode> {
        Wrong() {
            super("linode", new FakeLinode(), Map.of("token", FakeLinode.TOKEN));
            costs("zones list post*40", "list put*41", "list");
            wrong("token", "under API Tokens", FakeLinode.TOKEN);
            wrong("token", "other words", "Bearer 0123456789abcdef");
            answers((status, reason) -> FakeLinode.refusal(status, "", reason), """
                    post 403 Not authorized -> rejected       ZONE
                    post 403 Not authorized -> authentication RECORD
                    post 403 Not authorized -> authentication doubt
                    post 403 Not authorized -> authentication twice
                    post 502 HTTP 502       -> transient      RECORD
                    post 502 Bad gateway    -> transient      doubt
                    none 403 Not authorized -> authentication ZONE
                    """);
            refuses("""
                    GET /domains             -> 400
                    GET /domains             -> 200 something
                    GET /domains/1/records   -> 400
                    """);
        }
    }

    /** Has one more row, which is none. */
    private static final class Garbled extends VendorContract<FakeLinode> {
        Garbled(FakeLinode fake, String answer, String refused) {
            super("linode", fake, Map.of("token", FakeLinode.TOKEN));
            answers((status, reason) -> FakeLinode.refusal(status, "", reason), answer);
            refuses(refused);
        }
    }

    /** Has a setting that is no secret, and names others as plain. */
    private static final class Plain extends VendorContract<FakeLinode> {
        Plain(FakeLinode fake, String... plain) {
            super("linode", fake, Map.of("token", FakeLinode.TOKEN, "allowInsecure", "false"));
            plain(plain);
        }
    }

    @Test
    void aSettingThatIsNeitherPlainNorDeclaredSecretFailsAndSoDoesASecretThatIsCalledPlain() {
        try (FakeLinode fake = new FakeLinode()) {
            new Plain(fake, "allowInsecure").theDescriptionDeclaresEachSettingSecretThatIsNotPlain();
            assertThat(new Plain(fake).secrets()).containsExactlyInAnyOrder(FakeLinode.TOKEN, "false");
            for (String[] plain : new String[][] {{}, {"allowInsecure", "token"}, {"token"}}) {
                assertThatThrownBy(new Plain(fake, plain)::theDescriptionDeclaresEachSettingSecretThatIsNotPlain)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("plain(…)");
            }
            assertThatThrownBy(() -> new Plain(fake, "tokan"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("tokan");
        }
    }

    /** Says that the zones may be missing, which the fake always finds. */
    private static final class Missing extends VendorContract<FakeLinode> {
        Missing(FakeLinode fake) {
            super("linode", fake, Map.of("token", FakeLinode.TOKEN));
            costs("zones list post*40", "list put*40", "list");
            asksForWhatMayBeMissing("zones");
        }
    }

    @Test
    void aCallThatIsSaidToAskForWhatMayBeMissingAndNeverFindsItMissingFails() {
        try (FakeLinode fake = new FakeLinode()) {
            Missing missing = new Missing(fake);
            missing.beginAnew();
            assertThatThrownBy(missing::manyNamesCostNoMoreThanStated)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("must get the status 404");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "post 403 Not authorized -> authentication ZONE twice, GET /domains -> 200",
        "post 403 Not authorized,                              GET /domains -> 200",
        "post 403 Not authorized -> authentication ZONE,       GET /domains -> none"
    })
    void aRowThatIsOnlyInPartOneIsRefused(String answer, String refused) {
        try (FakeLinode fake = new FakeLinode()) {
            assertThatThrownBy(() -> new Garbled(fake, answer, refused))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("another form");
        }
    }

    @AfterAll
    static void stop() {
        WRONG.stop();
    }

    private static void fail(Stream<DynamicTest> rows, int count) {
        assertThat(rows.toList())
                .hasSize(count)
                .allSatisfy(row ->
                        assertThatThrownBy(() -> row.getExecutable().execute()).isInstanceOf(AssertionError.class));
    }

    @Test
    void eachWrongRowFails() {
        fail(WRONG.eachAnswerOfTheVendorHasItsMeaning(), 7);
        fail(WRONG.aSettingInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsHowToMakeARightOne(), 2);
        fail(WRONG.theFakeRefusesWhatTheVendorRefuses(), 3);
    }

    @Test
    void anotherCostFails() {
        WRONG.beginAnew();
        assertThatThrownBy(WRONG::manyNamesCostNoMoreThanStated)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("put*41");
    }
}
