package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.BlockedException;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.OpenGate;
import io.github.ddnsjava.publish.ProviderContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderRequestTest {
    private static final Instant NOW = OpenGate.NOW;
    private static final Secret SECRET = Secret.of("s3cret/+ü");

    private final List<HttpTransport.Request> sent = new ArrayList<>();
    private final OpenGate gate = new OpenGate();
    private HttpTransport.Answer answer = new HttpTransport.Answer(200, Map.of(), "{\"ok\":true}");

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
    void aNamedCallTellsItsName() throws InterruptedException {
        http().call("DescribeDomainRecords")
                .query("Action", "DescribeDomainRecords")
                .send();
        http().get("/rpc").named("Login").send();

        assertThat(gate.told)
                .containsExactly("POST api.example.com/ DescribeDomainRecords", "GET api.example.com/rpc Login");
        assertThat(sent.get(0).uri()).hasToString("https://api.example.com/v1?Action=DescribeDomainRecords");
        answer = Api.answer(500, "");
        assertThatThrownBy(() -> http().call("Login").send()).hasMessage("POST api.example.com/ Login: HTTP 500");
    }

    @Test
    @Tag("promise-6")
    void aReadSaysSoWhateverItsMethod() throws InterruptedException {
        http().get("/a").send();
        http().put("/b").send();
        assertThat(gate.reads).isEmpty();

        http().post("/c").reading().send();
        http().reading().put("/d").send();
        http().reading().call("E").send();
        http().post("/f").readingIf(true).send();
        http().post("/g").readingIf(false).send();
        assertThat(gate.reads)
                .containsExactly(
                        "POST api.example.com/c",
                        "PUT api.example.com/d",
                        "POST api.example.com/ E",
                        "POST api.example.com/f");
    }

    @Test
    void whatIsMissingIsEmptyAndAllElseIsNot() throws InterruptedException {
        answer = Api.ok("{\"a\":1}");
        assertThat(http().get("/a").sendIfPresent().orElseThrow().get("a").asLong())
                .isEqualTo(1);
        answer = Api.answer(204, "");
        assertThat(http().get("/a").sendIfPresent().orElseThrow().isPresent()).isFalse();
        for (int status : new int[] {404, 410}) {
            answer = Api.answer(status, "<html>nothing here</html>");
            assertThat(http().get("/a").sendIfPresent()).isEmpty();
        }
        for (int status : new int[] {400, 401, 403, 409, 429, 500}) {
            answer = Api.answer(status, "");
            assertThatThrownBy(() -> http().get("/a").sendIfPresent()).isInstanceOf(DdnsException.class);
        }
        answer = Api.ok("<html>hotel</html>");
        assertThatThrownBy(() -> http().get("/a").sendIfPresent()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void whatTheTableTakesForMissingIsMissing() throws InterruptedException {
        ProviderHttp judged = endpoint()
                .judgedBy(ErrorTable.of(Errors.json("code", "message"))
                        .success(given -> false)
                        .row(Meaning.NOT_FOUND, "NoZone"))
                .on(gate);
        answer = Api.ok("{\"code\":\"NoZone\"}");
        assertThat(judged.get("/a").sendIfPresent()).isEmpty();
        answer = Api.ok("{\"code\":\"Other\"}");
        assertThatThrownBy(() -> judged.get("/a").sendIfPresent()).isInstanceOf(RejectedException.class);
    }

    @Test
    void aMissingZoneIsNoMissingRecord() throws InterruptedException {
        ProviderHttp judged = endpoint()
                .judgedBy(ErrorTable.of(Errors.json("code", "message"))
                        .row(Meaning.NOT_FOUND, ProblemScope.RECORD, "NoRecord")
                        .row(Meaning.NOT_FOUND, ProblemScope.ZONE, "NoZone"))
                .on(gate, ProblemScope.ZONE);
        answer = Api.answer(404, "{\"code\":\"NoRecord\"}");
        assertThat(judged.get("/a").sendIfPresent(ProblemScope.RECORD)).isEmpty();
        for (String other : List.of("{\"code\":\"NoZone\"}", "<html>")) {
            answer = Api.answer(404, other);
            assertThatThrownBy(() -> judged.get("/a").sendIfPresent(ProblemScope.RECORD))
                    .isInstanceOf(RejectedException.class);
            assertThat(judged.get("/a").sendIfPresent(ProblemScope.ZONE)).isEmpty();
            assertThat(judged.get("/a").sendIfPresent()).isEmpty();
        }
    }

    @Test
    void anArrayOfObjectsIsABody() throws InterruptedException {
        http().patch("/a")
                .jsonArray(
                        List.of("x", "y"),
                        (json, name) -> json.put("name", name)
                                .put("ttl", Duration.ofMinutes(5))
                                .put("key", SECRET))
                .send();
        assertThat(JsonReader.parse("body", body()).asList())
                .hasSize(2)
                .allSatisfy(item -> assertThat(item.get("ttl").asLong()).isEqualTo(300))
                .extracting(item -> item.get("name").asText())
                .containsExactly("x", "y");
        assertThat(onlyRequest().headers()).containsEntry("Content-Type", "application/json");

        sent.clear();
        http().patch("/a").jsonArray(List.of(), (json, name) -> {}).send();
        assertThat(body()).isEqualTo("[]");
    }

    @Test
    void aTextIsABodyWithItsType() throws InterruptedException {
        http().post("/a").body("application/xml", "<a>ü</a>").send();

        assertThat(body()).isEqualTo("<a>ü</a>");
        assertThat(onlyRequest().headers()).containsEntry("Content-Type", "application/xml");
    }

    @Test
    void partsOfOneJsonBodyAreOneObject() throws InterruptedException {
        http(Authorizer.json("apikey", SECRET))
                .post("/a")
                .json(json -> json.put("a", 1))
                .json(json -> json.putNull("b").object("c", inner -> inner.put("d", true)))
                .send();

        assertThat(body()).isEqualTo("{\"a\":1,\"b\":null,\"c\":{\"d\":true},\"apikey\":\"s3cret/+ü\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "a\tb", "\u20ac", "a\u007f"})
    void aHeaderWithALineBreakIsNotSent(String value) {
        assertThatThrownBy(() -> http().get("/a").header("X-Name", value).send())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("X-Name");
        assertThat(sent).isEmpty();
    }

    @Test
    void aSecretThatCannotBeReadIsToldAndNothingIsSent() {
        Secret missing = Secret.from("the vault", () -> {
            throw new ConfigurationException("providers.x.token", "the vault is locked; unlock it", "");
        });
        for (ProviderRequest request : List.of(
                http(Authorizer.bearer(missing)).get("/a"),
                http(Authorizer.basic("user", missing)).get("/a"),
                http(Authorizer.header("X-Key", missing)).get("/a"),
                http(Authorizer.query("key", missing)).get("/a"),
                http(Authorizer.form("key", missing)).post("/a"),
                http(Authorizer.json("key", missing)).post("/a"),
                http(Authorizer.none("x").and(Authorizer.bearer(missing))).get("/a"),
                http().get("/a/{key}", missing),
                http().get("/a").query("key", missing),
                http().post("/a").form("key", missing),
                http().post("/a").json(json -> json.put("key", missing)),
                http().post("/a").jsonArray(List.of(1), (json, one) -> json.put("key", missing)),
                http().get("/a").header("X-Key", missing))) {
            assertThatThrownBy(request::send)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("the vault is locked");
        }
        assertThat(sent).isEmpty();
    }

    @Test
    @Tag("promise-22")
    void aSecretIsReadAnewForEachRequest() throws InterruptedException {
        int[] reads = {0};
        ProviderRequest request = http(Authorizer.bearer(Secret.from("a test", () -> "token-" + ++reads[0])))
                .get("/a");
        assertThat(reads[0]).isZero();
        request.send();
        request.send();

        assertThat(sent)
                .extracting(one -> one.headers().get("Authorization"))
                .containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    @Tag("promise-22")
    void aReasonThatRepeatsWhatWasSentShowsNoSecretOfAnyPlace() {
        List<Authorizer> everywhere = List.of(
                Authorizer.bearer(Secret.of("in-a-header")),
                Authorizer.query("key", Secret.of("in/the query")),
                Authorizer.form("key", Secret.of("in+the&form")),
                Authorizer.basic("user", Secret.of("in=the basic")),
                Authorizer.header("X-Key", "Key ", Secret.of("in-own-header")));
        for (Authorizer one : everywhere) {
            HttpTransport echo = request -> Api.answer(
                    400,
                    "content-type",
                    "text/plain",
                    request.uri() + " " + request.headers()
                            + request.body()
                                    .map(text -> new String(text, StandardCharsets.UTF_8))
                                    .orElse(""));
            ProviderContext context = new ProviderContext(
                    echo, InstantSource.fixed(NOW), new Random(1), (name, type) -> Optional.empty());
            ProviderHttp http = ProviderEndpoint.of(Settings.none(), "https://a.example", context)
                    .authorizedBy(one)
                    .on(gate);
            assertThatThrownBy(() -> http.post("/a").send())
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("https://a.example/a")
                    .message()
                    .doesNotContainPattern("in.{1,3}(a|own).header|the.{1,3}(query|form|basic)|aW49dGhl");
        }
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

    @Test
    void aParameterWithoutAValueIsLeftOut() throws InterruptedException {
        http().get("/u")
                .query("a", Optional.empty())
                .query("b", Optional.of(DnsName.of("example.com")))
                .send();

        assertThat(onlyRequest().uri().getRawQuery()).isEqualTo("b=example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "null", " null\n"})
    void anAnswerWithoutContentIsTheSuccessOfACallForNothing(String body) throws InterruptedException {
        answer = new HttpTransport.Answer(200, Map.of(), body);

        http().delete("/u").sendForNoContent();

        assertThat(sent).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "nullx", "<html></html>", "0"})
    void anAnswerWithContentIsNoSuccessOfACallForNothing(String body) {
        answer = new HttpTransport.Answer(200, Map.of(), body);

        assertThatThrownBy(() -> http().delete("/u").sendForNoContent())
                .isInstanceOf(ProtocolException.class)
                .hasMessage("DELETE api.example.com/u: the answer has content, but a success has none");
    }

    @Test
    void whatWasReadIsRepeatedAsItWas() throws InterruptedException {
        JsonReader read = JsonReader.parse("before", "{\"a\":[1,\"x\",{\"b\":null}],\"half\":0.5}");

        http().put("/u").json(body -> body.put("all", read)).send();

        assertThat(body()).isEqualTo("{\"all\":{\"a\":[1,\"x\",{\"b\":null}],\"half\":0.5}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"x\""})
    void whatIsNoObjectIsNoSuccessOfACallForOne(String body) throws InterruptedException {
        answer = new HttpTransport.Answer(200, Map.of(), body);

        assertThatThrownBy(() -> http().delete("/u").sendForObject())
                .isInstanceOf(ProtocolException.class)
                .hasMessage("DELETE api.example.com/u: the answer is no object, as that to a success is");

        answer = new HttpTransport.Answer(200, Map.of(), "{}");
        http().delete("/u").sendForObject();
    }
}
