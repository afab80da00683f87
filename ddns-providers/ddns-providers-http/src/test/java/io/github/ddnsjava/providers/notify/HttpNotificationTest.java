package io.github.ddnsjava.providers.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.notify.Message;
import io.github.ddnsjava.notify.Notice;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import io.github.ddnsjava.publish.http.Template;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of the catalog, against its service as the service's page describes it. */
class HttpNotificationTest {
    private static final Instant NOW = Instant.parse(FakeServices.TIME);
    private static final String HOSTILE =
            "@everyone <!channel> <@U1> <at user_id=\"all\"></at> **bold** _it_ `x` [a](https://evil.example) # & \\ ~|>";

    private static final Map<String, Map<String, Object>> SETTINGS = Map.ofEntries(
            Map.entry("slack", Map.of("url", "https://hooks.slack.com/services/T0/B0/s3cretHookPart")),
            Map.entry("discord", Map.of("url", "https://discord.com/api/webhooks/1/s3cretHookPart")),
            Map.entry(
                    "telegram",
                    Map.of("token", "123456:s3cret-Token_of_35_characters_as_usual", "chatId", "-100200300")),
            Map.entry("ntfy", Map.of("topic", "s3cret-topic", "token", "tk_s3cretTokenOfNtfy", "priority", 4)),
            Map.entry("gotify", Map.of("endpoint", "https://gotify.example", "token", "s3cret.App-Token")),
            Map.entry("dingtalk", Map.of("accessToken", "s3cretAccessToken", "secret", "SECs3cretKey")),
            Map.entry("feishu", Map.of("token", "s3cret-0000-hook", "secret", "s3cretSignKey")),
            Map.entry("wecom", Map.of("key", "s3cret-key-0000")),
            Map.entry("bark", Map.of("deviceKey", "s3cretDeviceKey")),
            Map.entry("serverchan", Map.of("sendKey", "SCTs3cretSendKey")),
            Map.entry("healthchecks", Map.of("url", "https://hc-ping.com/s3cret-uuid")),
            Map.entry(
                    "webhook",
                    Map.of(
                            "url", "https://hook.example/s3cret/hook/?a=s3cret%2Fquery&flag",
                            "secret", "s3cretKey")));

    private final FakeServices fake = new FakeServices();

    static Stream<String> types() {
        return new HttpNotifications().describe().stream().map(TypeDescriptor::id);
    }

    private static ListenerContext context(HttpTransport http) {
        ProviderContext world = new ProviderContext(http, () -> NOW, new Random(1), (name, type) -> Optional.empty());
        DelayScheduler never = new DelayScheduler() {
            @Override
            public Cancellable schedule(Duration delay, Runnable task) {
                return () -> {};
            }

            @Override
            public void pause(Duration duration) {
                throw new AssertionError("nothing waits");
            }
        };
        return new ListenerContext(world, never, Runnable::run, key -> Optional.empty());
    }

    private static HttpNotification make(String type, Map<String, Object> settings, HttpTransport http) {
        return (HttpNotification)
                new HttpNotifications().create(type, Settings.at("notify.n", settings), context(http));
    }

    private static Notice notice(Notice.Kind kind, String text) {
        Map<String, String> values = new TreeMap<>();
        Notice.PLACEHOLDERS.forEach(name -> values.put(name, ""));
        values.put("text", text);
        values.put("event", kind.toString());
        values.put("name", "home.example.com");
        values.put("address", "192.0.2.1");
        return new Notice(kind, NOW, "home.example.com A", values);
    }

    private static Message message(int inTrouble, Notice... notices) {
        return new Message("msg_1", NOW, List.of(notices), 0, inTrouble, Template.parse("{text}"));
    }

    private static Message message(String text) {
        return message(0, notice(Notice.Kind.CHANGED, text));
    }

    @ParameterizedTest
    @MethodSource("types")
    void theServiceTakesTheMessage(String type) throws InterruptedException {
        HttpNotification sender = make(type, SETTINGS.get(type), fake);
        sender.send(message(0, notice(Notice.Kind.CHANGED, "one"), notice(Notice.Kind.RECOVERED, "two")));
        assertThat(fake.shown).hasSize(1);
        assertThat(fake.shown.get(0)).matches("(?s)one(\n|; )two");
    }

    @ParameterizedTest
    @MethodSource("types")
    void theLongestMessageIsStillTaken(String type) throws InterruptedException {
        Notice[] many = new Notice[100];
        java.util.Arrays.fill(many, notice(Notice.Kind.TROUBLE, "汉&<*".repeat(125)));
        many[99] = notice(Notice.Kind.CHANGED, "the last");
        make(type, SETTINGS.get(type), fake).send(message(0, many));
        assertThat(fake.shown)
                .singleElement()
                .satisfies(text -> assertThat(text).endsWith("the last"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatCameFromOutsideNeitherMentionsNorFormats(String type) throws InterruptedException {
        make(type, SETTINGS.get(type), fake).send(message(HOSTILE));
        String shown = fake.shown.get(0);
        switch (type) {
            case "slack" -> assertThat(shown).doesNotContain("<", ">").contains("&lt;!channel&gt;", "&amp;");
            case "discord", "serverchan" ->
                assertThat(shown.replaceAll("\\\\.", ""))
                        .as("every character that formats is escaped")
                        .doesNotContain("*", "_", "`", "[", "]", "<", ">", "#", "~", "|", "@", "\\");
            case "telegram", "dingtalk" -> assertThat(shown).doesNotContainPattern("@[A-Za-z]");
            case "feishu", "wecom" -> assertThat(shown).doesNotContain("<").doesNotContainPattern("@[A-Za-z]");
            default -> assertThat(shown).as("it is shown as it is").isEqualTo(HOSTILE);
        }
    }

    /** A server that repeats all that it got, with any status, and a 200 that is none. */
    @ParameterizedTest
    @MethodSource("types")
    void noSecretIsInWhatAFailureSays(String type) {
        for (int status : List.of(302, 400, 401, 403, 404, 429, 500)) {
            List<HttpTransport.Request> requests = new ArrayList<>();
            HttpNotification sender = make(type, SETTINGS.get(type), request -> {
                requests.add(request);
                String all = request.uri() + " " + request.headers() + " "
                        + new String(request.body().orElse(new byte[0]), StandardCharsets.UTF_8);
                return new HttpTransport.Answer(status, Map.of("content-type", List.of("text/plain")), all);
            });
            assertThatThrownBy(() -> sender.send(message("x")))
                    .as("HTTP %s", status)
                    .isInstanceOf(DdnsException.class)
                    .satisfies(e ->
                            assertThat(e + " " + ((DdnsException) e).problem()).doesNotContain("s3cret", "192.0.2.1/"));
            assertThat(requests)
                    .as("no redirect is followed, and nothing is repeated")
                    .hasSize(1);
        }
    }

    private static void refuses(String type, int status, String body, Class<? extends DdnsException> as) {
        HttpNotification sender = make(
                type,
                SETTINGS.get(type),
                request -> new HttpTransport.Answer(status, Map.of("content-type", List.of("application/json")), body));
        assertThatThrownBy(() -> sender.send(message("x")))
                .as("%s: %s", type, body)
                .isInstanceOf(as);
    }

    @Test
    void anAnswerThatDeniesTheSuccessIsNone() {
        refuses("dingtalk", 200, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}", RejectedException.class);
        refuses("dingtalk", 200, "{\"errcode\":130101,\"errmsg\":\"send too fast\"}", RateLimitedException.class);
        refuses(
                "dingtalk",
                200,
                "{\"errcode\":300001,\"errmsg\":\"token is not exist\"}",
                AuthenticationException.class);
        refuses("dingtalk", 200, "{\"errcode\":-1,\"errmsg\":\"busy\"}", TransientException.class);
        refuses("feishu", 200, "{\"code\":19021,\"msg\":\"sign match fail\"}", AuthenticationException.class);
        refuses("feishu", 200, "{\"code\":9499,\"msg\":\"Bad Request\",\"data\":{}}", RejectedException.class);
        refuses("wecom", 200, "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}", AuthenticationException.class);
        refuses("wecom", 200, "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}", RateLimitedException.class);
        refuses(
                "telegram",
                200,
                "{\"ok\":false,\"error_code\":403,\"description\":\"blocked\"}",
                AuthenticationException.class);
        refuses(
                "telegram",
                404,
                "{\"ok\":false,\"error_code\":404,\"description\":\"Not Found\"}",
                AuthenticationException.class);
        refuses("bark", 200, "{\"code\":400,\"message\":\"failed\"}", RejectedException.class);
        refuses("serverchan", 200, "{\"code\":40001,\"message\":\"bad key\"}", AuthenticationException.class);
        refuses("healthchecks", 200, "OK (not found)", RejectedException.class);
        refuses("healthchecks", 200, "OK (rate limited)", RateLimitedException.class);
        refuses("slack", 404, "no_service", AuthenticationException.class);
        refuses("slack", 200, "<html>Sign in to this network</html>", DdnsException.class);
        refuses("ntfy", 200, "<html>Sign in to this network</html>", DdnsException.class);
    }

    @Test
    void theTimeToWaitOfTelegramIsInTheBody() {
        HttpNotification sender = make(
                "telegram",
                SETTINGS.get("telegram"),
                request -> new HttpTransport.Answer(
                        429, Map.of(), "{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":35}}"));
        assertThatThrownBy(() -> sender.send(message("x")))
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(35)));
    }

    @Test
    void aPingFailsAsLongAsSomethingIsInTrouble() throws InterruptedException {
        HttpNotification ping = make("healthchecks", SETTINGS.get("healthchecks"), fake);
        ping.send(message(2, notice(Notice.Kind.TROUBLE, "a")));
        ping.send(message(1, notice(Notice.Kind.RECOVERED, "a")));
        ping.send(message(0, notice(Notice.Kind.RECOVERED, "b")));
        assertThat(fake.targets)
                .containsExactly(
                        "https://hc-ping.com/s3cret-uuid/fail",
                        "https://hc-ping.com/s3cret-uuid/fail",
                        "https://hc-ping.com/s3cret-uuid");
    }

    @Test
    void aWebhookCanHaveARequestOfItsOwn() throws InterruptedException {
        List<String> sent = new ArrayList<>();
        HttpNotification hook = make(
                "webhook",
                Map.of(
                        "url", "https://own.example/x",
                        "method", "PUT",
                        "headers", Map.of("X-Key", "{mine}"),
                        "secrets", Map.of("mine", "s3cret-of-mine"),
                        "json", Map.of("what", "{text}", "where", "{name}", "fixed", List.of(1, true))),
                request -> {
                    sent.add(request.method() + " " + request.uri() + " "
                            + request.headers().get("X-Key") + " "
                            + new String(request.body().orElseThrow(), StandardCharsets.UTF_8));
                    return new HttpTransport.Answer(200, Map.of(), "");
                });
        hook.send(message("{name} \"quoted\"\\"));
        assertThat(sent)
                .containsExactly("PUT https://own.example/x s3cret-of-mine {\"fixed\":[1,true],"
                        + "\"what\":\"{name} \\\"quoted\\\"\\\\\",\"where\":\"home.example.com\"}");
        assertThatThrownBy(() ->
                        make("webhook", Map.of("url", "https://own.example/x", "json", Map.of("a", "{nam}")), fake))
                .hasMessageContaining("has {nam}, which stands for nothing here");
    }

    /** The example of the specification, Standard Webhooks 1.0. */
    @Test
    void theSignatureIsThatOfTheStandard() {
        String body = "{\"test\": 2432232314}";
        OutgoingRequest request = new OutgoingRequest(
                "POST", URI.create("https://hook.example"), Instant.ofEpochSecond(1614265330), new Random(1));
        request.body("application/json", body.getBytes(StandardCharsets.UTF_8));
        Signers.standard(
                Settings.of("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                new Message(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        NOW,
                        List.of(notice(Notice.Kind.CHANGED, "x")),
                        0,
                        0,
                        Template.parse("{text}")),
                request);
        assertThat(request.headers())
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    static Stream<Arguments> secretsWithAForm() {
        return new HttpNotifications()
                .describe().stream()
                        .flatMap(type -> type.settings().stream()
                                .filter(spec -> spec.secret() && spec.form().isPresent())
                                .map(spec -> Arguments.of(type.id(), spec.name())));
    }

    /** Found when it is sent, it would be found in the night in which the message is needed. */
    @ParameterizedTest
    @MethodSource("secretsWithAForm")
    void aSecretOfTheWrongFormIsFoundWhenTheConfigurationIsRead(String type, String setting) {
        refused(type, setting, "whsec_s3cret!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_", "whsec_A", "whsec_s3cre", "whsec_QQ=", "whsec_QUJD====", "whsec_QUJ D"})
    void afterThePrefixOnlyBase64IsAKey(String key) {
        refused("webhook", "secret", key);
    }

    private void refused(String type, String setting, String value) {
        Map<String, Object> wrong = new TreeMap<>(SETTINGS.get(type));
        wrong.put(setting, value);
        assertThatThrownBy(() -> make(type, wrong, fake))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("notify.n." + setting)
                .hasMessageContaining("has the wrong form")
                .hasMessageNotContaining("s3cre");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"any text", "whsec", "whsec_QQ", "whsec_QQ==", "whsec_QUI=", "whsec_QUJD", "whsec_QUJDRA=="})
    void theKeyOfASignatureIsBase64AfterThePrefixAndAnyTextWithoutIt(String key) throws InterruptedException {
        make(
                        "webhook",
                        Map.of("url", "https://hook.example/x", "secret", key),
                        request -> new HttpTransport.Answer(200, Map.of(), ""))
                .send(message("x"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void wrongSettingsAreRefusedWithoutTheirSecrets(String type) {
        Map<String, Object> given = SETTINGS.get(type);
        TypeDescriptor described = new HttpNotifications()
                .describe().stream()
                        .filter(each -> each.id().equals(type))
                        .findFirst()
                        .orElseThrow();
        assertThat(described.evidence()).isNotEmpty();
        if (given.containsKey("url")) {
            for (String url : List.of(
                    "http://example.com/s3cret", "https://u:s3cret@example.com", "s3cret", "https://a b/s3cret")) {
                Map<String, Object> wrong = new TreeMap<>(given);
                wrong.put("url", url);
                assertThatThrownBy(() -> make(type, wrong, fake))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("notify.n.url")
                        .hasMessageNotContaining("s3cret");
            }
            Map<String, Object> local = new TreeMap<>(given);
            local.put("url", "http://127.0.0.1:8080/s3cret");
            assertThatCode(() -> make(type, local, fake)).doesNotThrowAnyException();
        }
    }
}
