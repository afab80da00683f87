package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.OpenGate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users may write, what is left out, and what is refused before anything is sent. */
class RequestTemplateTest {
    private static RequestTemplate template(Map<String, ?> settings) {
        return RequestTemplate.of(Settings.at("providers.p", settings));
    }

    private static OutgoingRequest filled(Map<String, ?> settings, Map<String, ?> values) {
        OutgoingRequest request =
                new OutgoingRequest("POST", URI.create("https://api.example/v2"), OpenGate.NOW, new Random(1));
        template(settings).fill(request, values);
        return request;
    }

    private static String body(OutgoingRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "/up?n={n}&t={none}&f, https://api.example/v2/up?n=x&f",
        "/up?t={none}, https://api.example/v2/up",
        "/ü {n}?q=[{n}], https://api.example/v2/%C3%BC%20x?q=%5Bx%5D",
        "/a%2Fb/{{{n}}}, https://api.example/v2/a%2Fb/%7Bx%7D",
        "'/list/{n},{n}/', 'https://api.example/v2/list/x,x/'",
    })
    void aUrlIsSentAsItIsWrittenAndAParameterWithoutAValueIsLeftOut(String url, String sent) {
        Map<String, Object> values = Map.of("n", "x", "none", Optional.empty());

        assertThat(filled(Map.of("url", url), values).url()).hasToString(sent);
    }

    @Test
    void headersFieldsAndMembersWithoutAValueAreLeftOutAndNumbersStayNumbers() {
        Map<String, Object> values = Map.of("ttl", Optional.of(300L), "none", Optional.empty(), "a", "192.0.2.1");
        OutgoingRequest json = filled(
                Map.of(
                        "url", "/",
                        "headers", Map.of("X-A", "{a}", "X-None", "{none}"),
                        "json",
                                Map.of(
                                        "ttl",
                                        "{ttl}",
                                        "text",
                                        "{ttl}s",
                                        "none",
                                        "{none}",
                                        "list",
                                        List.of("{a}", "{none}"),
                                        "ratio",
                                        1.5,
                                        "on",
                                        true,
                                        "n",
                                        7,
                                        "inner",
                                        Map.of("none", "-{none}-"))),
                values);

        assertThat(body(json))
                .isEqualTo("{\"inner\":{},\"list\":[\"192.0.2.1\"],\"n\":7,\"on\":true,\"ratio\":1.5,"
                        + "\"text\":\"300s\",\"ttl\":300}");
        assertThat(json.headers()).containsEntry("X-A", "192.0.2.1").doesNotContainKey("X-None");
        assertThat(body(filled(Map.of("url", "/", "form", Map.of("a", "{a}", "b", "{none}", "c", 1)), values)))
                .isEqualTo("a=192.0.2.1&c=1");
        assertThat(body(filled(Map.of("url", "/", "json", List.of(Map.of("a", "{a}"), Map.of("b", 2))), values)))
                .isEqualTo("[{\"a\":\"192.0.2.1\"}, {\"b\":2}]");
        assertThat(body(filled(Map.of("url", "/", "body", "{a}\n"), values))).isEqualTo("192.0.2.1\n");
        assertThat(body(filled(Map.of("url", "/", "json", Map.of()), values))).isEqualTo("{}");
    }

    @Test
    @Tag("promise-22")
    void aReferenceIsSentAsItIsAndEverySecretIsKnownToTheQuoter() {
        OutgoingRequest request = filled(
                Map.of(
                        "url", "/",
                        "headers", Map.of("Authorization", Secret.of("t0ken{a}"), "X-Api-Key", "literal {a}"),
                        "json", Map.of("k", Secret.of("k{b}"))),
                Map.of("a", "1", "unused", Secret.of("unused-secret")));

        assertThat(request.headers()).containsEntry("Authorization", "t0ken{a}");
        assertThat(body(request)).isEqualTo("{\"k\":\"k{b}\"}");
        assertThat(request.revealed()).contains("t0ken{a}", "k{b}", "unused-secret", "literal 1");
    }

    @Test
    void theMethodFollowsFromTheBodyUnlessItIsSaid() {
        assertThat(template(Map.of("url", "/")).method()).isEqualTo("GET");
        assertThat(template(Map.of("url", "/", "form", Map.of("a", "b"))).method())
                .isEqualTo("POST");
        assertThat(template(Map.of("url", "/", "method", "DELETE", "body", "x")).method())
                .isEqualTo("DELETE");
        assertThat(template(Map.of("url", "HTTPS://Api.example:8443?{a}")).origin())
                .contains("HTTPS://Api.example:8443");
    }

    @Test
    void aValueThatIsNotThereIsRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> filled(Map.of("url", "/{a}"), Map.of()))
                .isInstanceOf(RejectedException.class)
                .hasMessage("the request needs a value for {a}, and there is none");
        assertThatThrownBy(() -> filled(Map.of("url", "/x/{a}"), Map.of("a", Optional.empty())))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("{a}");
        assertThatThrownBy(() -> filled(Map.of("url", "/x/%2E{a}"), Map.of("a", ".")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("another resource");
    }

    @ParameterizedTest
    @Tag("promise-23")
    @ValueSource(
            strings = {
                "update?t0ken",
                "ftp://a.example/t0ken",
                "https://{host}/t0ken",
                "https://a{host}.example/t0ken",
                "?t0ken",
                "/t0ken#part",
                "/t0ken%",
                "/t0ken%2",
                "/t0ken/{",
                "/t0ken/}",
                "/t0ken/{}",
                "/t0ken/{a b}",
                "/t0ken/{{a}"
            })
    void aUrlThatCannotBeFilledIsRefusedAndNotShown(String url) {
        assertThatThrownBy(() -> template(Map.of("url", url)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.p.url")
                .hasMessageNotContaining("t0ken");
    }

    @ParameterizedTest
    @Tag("promise-23")
    @CsvSource(
            delimiter = '|',
            value = {
                "method      | get              | capital letters",
                "method      | HEAD             | GET (without a body)",
                "contentType | application/json | beside body",
                "metod       | GET              | did you mean \"method\"?"
            })
    void aWrongSettingIsNamedWithWhatIsAllowed(String name, String value, String says) {
        assertThatThrownBy(() -> template(Map.of("url", "/", name, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.p." + name)
                .hasMessageContaining(says);
    }

    @Test
    @Tag("promise-23")
    void bodiesAndHeadersThatCannotBeAreRefused() {
        Map<String, Map<String, ?>> wrong = new HashMap<>();
        wrong.put("beside form", Map.of("form", Map.of(), "json", Map.of()));
        wrong.put("without a body", Map.of("form", Map.of(), "method", "GET"));
        wrong.put("which encode it", Map.of("body", "{{}}", "contentType", "application/json"));
        wrong.put(
                "headers.content-type", Map.of("body", "{{}}", "headers", Map.of("content-type", "application/json")));
        wrong.put("list of objects", Map.of("json", List.of("a")));
        wrong.put("providers.p.form.a", Map.of("form", Map.of("a", List.of("b"))));
        wrong.put("setting json", Map.of("body", Map.of("a", "b")));
        wrong.put("set by itself", Map.of("headers", Map.of("Content-Length", "3")));
        wrong.put("no header can have", Map.of("headers", Map.of("X Y", "3")));
        wrong.put("line break", Map.of("headers", Map.of("X-Y", "a\nb: c")));
        wrong.put("providers.p.headers.X-Y", Map.of("headers", Map.of("X-Y", "{")));
        wrong.forEach((says, settings) -> {
            Map<String, Object> all = new HashMap<>(settings);
            all.put("url", "/");
            assertThatThrownBy(() -> template(all))
                    .as(says)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(says);
        });
    }

    /** Each row: a part with a placeholder that may have no value, and where the message says that it is. */
    @ParameterizedTest
    @Tag("promise-23")
    @CsvSource(
            delimiter = '|',
            value = {
                "url     | /u?ip={ipv4},{ipv6}              | p.url: has {ipv4}, which may have no value, beside another",
                "url     | /u?host={name}-{ttl}             | p.url: has {ttl}",
                "url     | /u/{name}/{ttl}                  | p.url: has {ttl}, which may have no value, in the path",
                "body    | <a>{name}</a><t>{ttl}</t>        | p.body: has {ttl}, which may have no value, in body",
                "body    | {ttl}                            | p.body: has {ttl}",
                "json    | content                          | p.json.content: has {ttl}",
                "form    | content                          | p.form.content: has {ttl}",
                "headers | content                          | p.headers.content: has {ttl}",
            })
    void aPlaceholderThatMayHaveNoValueStandsAloneWhereAPartCanBeLeftOut(String name, String value, String says) {
        Map<String, Object> settings = new HashMap<>(Map.of("url", "/u?{name}"));
        settings.put(name, value.equals("content") ? Map.of("content", "{name} {ttl}") : value);
        Settings given = Settings.at("p", settings);
        RequestTemplate request = RequestTemplate.of(given);

        assertThatThrownBy(() -> request.checkOptional(given, Set.of("ipv4", "ipv6", "ttl")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(says)
                .hasMessageContaining("no other placeholder");
        assertThatCode(() -> request.checkOptional(given, Set.of("other"))).doesNotThrowAnyException();
    }

    @Test
    void aPlaceholderThatStandsAloneMayHaveNoValue() {
        Settings given = Settings.at(
                "p",
                Map.of(
                        "url", "/u/{name}?ip={ipv4}&ip6={ipv6}&t={ttl}s",
                        "headers", Map.of("X-Ttl", "{ttl}"),
                        "json", Map.of("list", List.of("{ipv4}", Map.of("b", "{ipv6}")), "name", "{name}{type}")));

        assertThatCode(() -> RequestTemplate.of(given).checkOptional(given, Set.of("ipv4", "ipv6", "ttl")))
                .doesNotThrowAnyException();
    }

    @Test
    void theTypeOfABodyIsSentAsItIsWritten() {
        String type = "Application/SOAP+xml; action=\"urn:UpdateHost\"";
        OutgoingRequest request =
                filled(Map.of("url", "/", "body", "<a>{a}</a>", "contentType", type), Map.of("a", "1 < 2"));

        assertThat(request.headers()).containsEntry("Content-Type", type);
        assertThat(body(request)).isEqualTo("<a>1 &lt; 2</a>");
    }

    @Test
    @Tag("promise-22")
    void aLineBreakThatWouldAddALineToATextIsRefusedAndNotShown() {
        Map<String, String> text = Map.of("url", "/", "body", "key={a}\nname=x");
        assertThatThrownBy(() -> filled(text, Map.of("a", Secret.of("s3cret\nname=y"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("line break")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    @Tag("promise-22")
    void whatLooksLikeATokenInTheUrlIsKnownToTheQuoter() {
        OutgoingRequest request = filled(
                Map.of("url", "/hook/T0123456789abcdef/{a}/update-all-the-hosts?key=k9876543210zyxwv&v=2"),
                Map.of("a", "x"));

        assertThat(request.revealed()).containsExactlyInAnyOrder("T0123456789abcdef", "k9876543210zyxwv");
    }

    @Test
    @Tag("promise-23")
    void placeholdersAndSecretsHaveNamesOfTheirOwn() {
        Settings settings = Settings.at("p", Map.of("url", "/{tokn}", "secrets", Map.of("token", "x")));
        assertThatThrownBy(() ->
                        RequestTemplate.of(settings, "secrets").checkPlaceholders(settings, Set.of("token", "name")))
                .hasMessageContaining("{tokn}")
                .hasMessageContaining("did you mean \"token\"?")
                .hasMessageContaining("{name}, {token}");
        assertThat(RequestTemplate.secrets(settings, Set.of("name"))).containsOnlyKeys("token");
        assertThatThrownBy(() -> RequestTemplate.secrets(settings, Set.of("token")))
                .hasMessageContaining("p.secrets.token");
        assertThatThrownBy(() -> RequestTemplate.secrets(Settings.of("secrets", Map.of("a b", "x")), Set.of()))
                .isInstanceOf(ConfigurationException.class);
    }

    /** Somebody who knows no references writes a credential as it is. */
    @Test
    @Tag("promise-22")
    void aLiteralTokenIsASecretWhereverItStands() {
        String token = "0123456789abcdef";
        Map<String, Object> url = Map.of("url", "/u/" + token + "/{n}?ttl=300");
        Map<String, Object> query = Map.of("url", "/u?user=home&key=" + token);
        Map<String, Object> header = Map.of("url", "/", "headers", Map.of("X-Key", "Key " + token));
        Map<String, Object> form = Map.of("url", "/", "form", Map.of("key", token, "name", "{n}"));
        Map<String, Object> json = Map.of("url", "/", "json", Map.of("auth", List.of(Map.of("key", token))));
        Map<String, Object> body = Map.of("url", "/", "body", "login user=me; key=" + token + "\n{n}");

        for (Map<String, Object> settings : List.of(url, query, header, form, json, body)) {
            assertThat(filled(settings, Map.of("n", "x")).revealed())
                    .as("%s", settings)
                    .contains(token);
        }
    }
}
