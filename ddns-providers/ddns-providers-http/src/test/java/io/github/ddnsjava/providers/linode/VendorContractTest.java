package io.github.ddnsjava.providers.linode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.provider.testkit.fake.Call;
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

    /** Shows what it got. Only {@code /strict} looks at the content type; {@code /spoil} refuses and writes. */
    private static final class Echo extends FakeLinode {
        Echo() {
            route("strict", "POST /strict *", call -> {
                if (type(call).equals("text/plain")) {
                    throw new Refusal(200, "{}");
                }
                return shown(call);
            });
            route("loose", "POST /loose *", Echo::shown);
            route("spoil", "POST /spoil *", call -> {
                put("example.com", "A", "spoilt", "192.0.2.3", 300);
                throw new Refusal(200, "{}");
            });
        }

        private static String type(Call call) {
            return call.request().getHeader("Content-Type");
        }

        private static ResponseDefinitionBuilder shown(Call call) {
            return json(200, type(call) + " " + call.request().getBodyAsString());
        }
    }

    /** States what the fake answers to forms and to XML. */
    private static final class Bodies extends VendorContract<Echo> {
        Bodies(String rows) {
            super("linode", new Echo(), Map.of("token", FakeLinode.TOKEN));
            refuses(rows);
        }
    }

    @Test
    void aBodyInParenthesesIsAFormAndOneInAngleBracketsXml() throws Throwable {
        Bodies bodies = new Bodies("""
                POST /strict {'a':'b'}        -> 200 application/json {"a":"b"}
                POST /strict (a=b, c&d=(ü)&e) -> 200 application/x-www-form-urlencoded a=b%2C+c&d=%28%C3%BC%29&e
                POST /strict <a b='c'/>       -> 200 application/xml <a b="c"/>
                """);
        try {
            for (DynamicTest row : bodies.theFakeRefusesWhatTheVendorRefuses().toList()) {
                row.getExecutable().execute();
            }
        } finally {
            bodies.stop();
        }
    }

    /** The status of a refusal can be 200. */
    @Test
    void aFakeThatReadsAFormOfAnotherTypeOrWritesWhatItRefusesFails() {
        Bodies bodies = new Bodies("""
                POST /loose (a=b)   -> 200
                POST /loose <a/>    -> 200
                POST /loose {}      -> 200
                POST /spoil (a=b)   -> 200
                """);
        try {
            fail(bodies.theFakeRefusesWhatTheVendorRefuses(), 4);
        } finally {
            bodies.stop();
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
