package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.BlockedException;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderRequestTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Secret SECRET = Secret.of("s3cret/+ü");

    private final List<HttpTransport.Request> sent = new ArrayList<>();
    private final OpenGate gate = new OpenGate();
    private HttpTransport.Answer answer = new HttpTransport.Answer(200, Map.of(), "{\"ok\":true}");

    /** Lets everything pass, and notes what is told to people. */
    private static final class OpenGate implements Publication {
        private final List<String> told = new ArrayList<>();
        private Instant deadline = NOW.plusSeconds(100);

        @Override
        public <T> T exchange(String what, Call<T> call) throws InterruptedException {
            told.add(what);
            return call.call();
        }

        @Override
        public void attempting(Collection<RecordChange> changes) {}

        @Override
        public void report(RecordChange change, ChangeResult result) {}

        @Override
        public void failed(Collection<RecordChange> changes, DdnsException failure) {}

        @Override
        public Instant deadline() {
            return deadline;
        }

        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public <T> T cached(Object key, Class<T> type, Maker<T> maker) throws InterruptedException {
            return maker.make();
        }

        @Override
        public void forget(Object key) {}
    }

    private ProviderEndpoint endpoint() {
        HttpTransport transport = request -> {
            sent.add(request);
            return answer;
        };
        ProviderContext context = new ProviderContext(
                transport, InstantSource.fixed(NOW), new Random(1), (name, type) -> Optional.empty());
        return ProviderEndpoint.of(Settings.none(), "https://api.example.com/v1/", context);
    }

    private ProviderHttp http() {
        return endpoint().on(gate);
    }

    private ProviderHttp http(Authorizer authorizer) {
        return endpoint().authorizedBy(authorizer).on(gate);
    }

    private HttpTransport.Request onlyRequest() {
        assertThat(sent).hasSize(1);
        return sent.get(0);
    }

    private String body() {
        return new String(onlyRequest().body().orElseThrow(), StandardCharsets.UTF_8);
    }

    @Test
    void aRequestCarriesMethodPathAndHeaders() throws InterruptedException {
        JsonReader json = http().put("/names/{name}", DnsName.of("home.example.com"))
                .header("X-Api", "1")
                .send();

        assertThat(json.get("ok").asBoolean()).isTrue();
        assertThat(onlyRequest().method()).isEqualTo("PUT");
        assertThat(onlyRequest().uri()).hasToString("https://api.example.com/v1/names/home.example.com");
        assertThat(onlyRequest().headers())
                .containsEntry("X-Api", "1")
                .hasEntrySatisfying("User-Agent", agent -> assertThat(agent).startsWith("ddnsjava/"));
        assertThat(onlyRequest().body()).isEmpty();
    }

    @Test
    void everyMethodIsItself() throws InterruptedException {
        http().get("/a").send();
        http().post("/a").send();
        http().put("/a").send();
        http().patch("/a").send();
        http().delete("/a").send();

        assertThat(sent)
                .extracting(HttpTransport.Request::method)
                .containsExactly("GET", "POST", "PUT", "PATCH", "DELETE");
    }

    @Test
    void argumentsAreEncodedSoThatNoneCanLeaveItsPlace() throws InterruptedException {
        http().get("/z/{zone}/r/{record}", "a/b?c#d%é", "*.x-_~")
                .query("q&=", "1 +&=ü")
                .query("r", 5)
                .send();

        assertThat(onlyRequest().uri())
                .hasToString(
                        "https://api.example.com/v1/z/a%2Fb%3Fc%23d%25%C3%A9/r/%2A.x-_~?q%26%3D=1%20%2B%26%3D%C3%BC&r=5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void anIdThatWouldLeadToAnotherResourceIsRefused(String id) {
        assertThatThrownBy(() -> http().delete("/records/{id}", id).send()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void bracesAndArgumentsMustBeAsMany() {
        assertThatThrownBy(() -> http().get("/{a}/{b}", "x")).hasMessageContaining("fewer arguments");
        assertThatThrownBy(() -> http().get("/{a}", "x", "y")).hasMessageContaining("more arguments");
    }

    @Test
    void anEncodedQueryValueIsSentAsItIs() throws InterruptedException {
        http().get("/u").queryEncoded("hosts", "a.example,b.example").send();

        assertThat(onlyRequest().uri().getRawQuery()).isEqualTo("hosts=a.example,b.example");
    }

    @Test
    void aFormIsEncoded() throws InterruptedException {
        http().post("/u").form("a b", "1&2").form("token", SECRET).send();

        assertThat(body()).isEqualTo("a%20b=1%262&token=s3cret%2F%2B%C3%BC");
        assertThat(onlyRequest().headers()).containsEntry("Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void aJsonBodyIsUtf8() throws InterruptedException {
        http().post("/u").json(json -> json.put("token", SECRET)).send();

        assertThat(body()).isEqualTo("{\"token\":\"s3cret/+ü\"}");
        assertThat(onlyRequest().headers()).containsEntry("Content-Type", "application/json");
    }

    @Test
    void credentialsAreSentUnasked() throws InterruptedException {
        http(Authorizer.bearer(Secret.of("abc"))).get("/a").send();
        http(Authorizer.basic("Aladdin", Secret.of("open sesame"))).get("/a").send();
        http(Authorizer.basic("test", Secret.of("123£"))).get("/a").send();

        // The last two are the examples of RFC 7617.
        assertThat(sent)
                .extracting(request -> request.headers().get("Authorization"))
                .containsExactly("Bearer abc", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Basic dGVzdDoxMjPCow==");
    }

    @Test
    void aHeaderSetTwiceIsSentOnceWhateverItsCase() throws InterruptedException {
        http().get("/a").header("accept", "text/plain").send();

        assertThat(onlyRequest().headers().keySet().stream().filter(name -> name.equalsIgnoreCase("Accept")))
                .hasSize(1);
    }

    @ParameterizedTest
    @Tag("promise-22")
    @ValueSource(strings = {"s3\ncret", "s3\rcret", "s3cret\u20ac"})
    void aSecretThatNoHeaderCanCarryIsRefusedWithoutBeingShown(String secret) {
        assertThatThrownBy(() ->
                        http(Authorizer.bearer(Secret.of(secret))).get("/a").send())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Authorization")
                .hasMessageContaining("line breaks")
                .hasMessageNotContaining("s3")
                .hasNoCause();
    }

    @ParameterizedTest
    @Tag("promise-22")
    @ValueSource(strings = {"s3\ncret", "s3\tcret", "s3cret ", "\u00A0s3cret", "s3cret\0"})
    void aPasswordThatBasicCannotCarryIsNotSent(String secret) {
        assertThatThrownBy(() -> http(Authorizer.basic("user", Secret.of(secret)))
                        .get("/a")
                        .send())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("s3");
        assertThat(sent).isEmpty();
    }

    @Test
    void theByteOrderMarkThatAnApplicationsTransportLeavesIsDropped() throws InterruptedException {
        answer = new HttpTransport.Answer(200, Map.of(), "\uFEFFgood 203.0.113.7");

        assertThat(http().get("/a").sendForText()).isEqualTo("good 203.0.113.7");
        assertThat(http().get("/a").exchangeUnjudged().body()).isEqualTo("good 203.0.113.7");
    }

    @Test
    @Tag("promise-22")
    void whatIsToldToPeopleShowsTheTemplateAndNoSecret() throws InterruptedException {
        http().post("/update/{token}", SECRET)
                .query("key", SECRET)
                .form("password", SECRET)
                .header("X-Token", Secret.of("s3cret"))
                .send();

        assertThat(gate.told).containsExactly("POST api.example.com/update/{token}");
        assertThat(onlyRequest()).hasToString("POST https://api.example.com");
        assertThat(answer).asString().doesNotContain("ok");
    }

    @Test
    @Tag("promise-22")
    void errorsShowTheTemplateAndNoSecret() {
        answer = new HttpTransport.Answer(401, Map.of(), "bad token s3cret");
        assertThatThrownBy(() -> http().get("/update/{token}", SECRET)
                        .query("key", SECRET)
                        .send())
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("GET api.example.com/update/{token}: HTTP 401")
                .hasMessageNotContaining("s3cret");

        answer = new HttpTransport.Answer(200, Map.of(), "s3cret");
        assertThatThrownBy(() -> http().get("/update/{token}", SECRET).send())
                .isInstanceOf(ProtocolException.class)
                .hasMessageNotContaining("s3cret");

        assertThatThrownBy(() -> http().get("/a")
                        .queryEncoded("key", "s3cret and a space")
                        .send())
                .hasMessageContaining("cannot be built")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void theProvidersOwnJudgementComesBeforeTheStatus() {
        answer = new HttpTransport.Answer(401, Map.of(), "abuse");
        ProviderHttp judged = endpoint()
                .judgedBy((asked, given, now) -> {
                    if (given.body().equals("abuse")) {
                        throw BlockedException.ofAccount("blocked for abuse");
                    }
                })
                .on(gate);

        assertThatThrownBy(() -> judged.get("/a").send()).isInstanceOf(BlockedException.class);
    }

    @Test
    void anUnjudgedAnswerIsHandedOnWhateverItsStatus() throws InterruptedException {
        answer = new HttpTransport.Answer(500, Map.of(), "911");

        assertThat(http().get("/a").exchangeUnjudged().body()).isEqualTo("911");
        assertThatThrownBy(() -> http().get("/a").exchange()).isInstanceOf(TransientException.class);
    }

    @Test
    void aTextAnswerIsNotParsed() throws InterruptedException {
        answer = new HttpTransport.Answer(200, Map.of(), "good 203.0.113.1");

        assertThat(http().get("/a").sendForText()).isEqualTo("good 203.0.113.1");
    }

    @Test
    @Tag("promise-14")
    void theDeadlineBoundsTheExchangeAndNothingIsSentAfterIt() throws InterruptedException {
        http().get("/a").send();
        gate.deadline = NOW.plusSeconds(3);
        http().get("/a").send();
        assertThat(sent)
                .extracting(HttpTransport.Request::timeout)
                .containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(3));

        gate.deadline = NOW;
        assertThatThrownBy(() -> http().get("/a").send())
                .isInstanceOfSatisfying(
                        TransientException.class,
                        e -> assertThat(e.certainlyNotApplied()).isTrue());
        assertThat(sent).hasSize(2);
    }

    @ParameterizedTest
    @Tag("promise-22")
    @ValueSource(
            strings = {
                "http://api.example.com",
                "ftp://api.example.com",
                "api.example.com",
                "https://",
                "https://u:s3cret@api.example",
                "https://api.example.com/#x",
                "https://api example.com"
            })
    void anEndpointThatIsNoHttpsUrlIsRefused(String url) {
        ProviderContext context = new ProviderContext(
                request -> answer, InstantSource.fixed(NOW), new Random(1), (name, type) -> Optional.empty());
        assertThatThrownBy(() -> ProviderEndpoint.of(Settings.of("endpoint", url), "https://x.example", context))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("endpoint")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void plainHttpIsForLoopbackOrWhereItIsAllowed() {
        ProviderContext context = new ProviderContext(
                request -> answer, InstantSource.fixed(NOW), new Random(1), (name, type) -> Optional.empty());
        for (Settings settings : List.of(
                Settings.of("endpoint", "http://127.0.0.1:8080/"),
                Settings.of("endpoint", "http://[::1]:8080/"),
                Settings.of("endpoint", "http://localhost:8080/"),
                Settings.of("endpoint", "http://nas.example:8080/", "allowInsecure", true))) {
            assertThat(ProviderEndpoint.of(settings, "https://x.example", context)
                            .base()
                            .getPort())
                    .isEqualTo(8080);
        }
    }
}
