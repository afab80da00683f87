package io.github.ddnsjava.publish.sign;

import static io.github.ddnsjava.publish.sign.Requests.authorization;
import static io.github.ddnsjava.publish.sign.Requests.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.http.JdkHttpTransport;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every signer, and what a vendor's example does not show. */
class SignersTest {
    private static final String SECRET = "s3cret-of-the-key";
    private static final String TOKEN = "t0ken-of-the-session";
    private static final AccessKey KEY = new AccessKey("id", Secret.of(SECRET), Optional.of(Secret.of(TOKEN)));

    static Stream<Arguments> signers() {
        return signers(KEY);
    }

    private static Stream<Arguments> signers(AccessKey key) {
        return Stream.of(
                Arguments.of(new AwsV4(key, "route53", "us-east-1"), "X-Amz-Security-Token"),
                Arguments.of(new Acs3(key), "x-acs-security-token"),
                Arguments.of(new Tc3(key, "dnspod"), "X-TC-Token"),
                Arguments.of(new HuaweiSdk(key), "X-Security-Token"),
                Arguments.of(new Volcengine(key, "dns", "cn-beijing"), "X-Security-Token"),
                Arguments.of(new BceV1(key), "x-bce-security-token"));
    }

    static Stream<Authorizer> all() {
        Authorizer ovh = new Ovh("app", KEY.secret(), Secret.of(TOKEN), () -> Duration.ZERO);
        Authorizer oci = new Oci("tenancy", "user", "fingerprint", Secret.of(Keys.DRAFT_CAVAGE));
        return Stream.concat(signers().map(signer -> (Authorizer) signer.get()[0]), Stream.of(new Exo2(KEY), ovh, oci));
    }

    private static Map<String, String> signed(Authorizer signer, OutgoingRequest request) {
        signer.authorize(request);
        return Map.copyOf(request.headers());
    }

    @ParameterizedTest
    @MethodSource("signers")
    void theTokenOfATemporaryKeyIsSentAndOfALastingOneNot(Authorizer signer, String header) {
        assertThat(signed(signer, request("GET", "https://api.example.com/"))).containsEntry(header, TOKEN);
        assertThat(signer.principal()).isEqualTo("id");
    }

    @Test
    void aLastingKeySendsNoToken() {
        signers(AccessKey.of("id", Secret.of(SECRET))).forEach(arguments -> {
            Authorizer signer = (Authorizer) arguments.get()[0];
            assertThat(signed(signer, request("GET", "https://api.example.com/"))
                            .toString())
                    .doesNotContain("oken");
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSignatureDependsOnMethodPathAndQuery(Authorizer signer) {
        Map<String, String> first = signed(signer, request("GET", "https://api.example.com/a?x=1"));

        assertThat(signed(signer, request("GET", "https://api.example.com/a?x=1")))
                .isEqualTo(first);
        assertThat(signed(signer, request("DELETE", "https://api.example.com/a?x=1")))
                .isNotEqualTo(first);
        assertThat(signed(signer, request("GET", "https://api.example.com/b?x=1")))
                .isNotEqualTo(first);
        assertThat(signed(signer, request("GET", "https://api.example.com/a?x=2")))
                .isNotEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSignatureDependsOnTheBodyExceptAtBaidu(Authorizer signer) {
        Map<String, String> one =
                signed(signer, request("POST", "https://api.example.com/").json("ip", "192.0.2.1"));
        Map<String, String> two =
                signed(signer, request("POST", "https://api.example.com/").json("ip", "192.0.2.2"));

        assertThat(one.equals(two)).isEqualTo(signer instanceof BceV1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSecretIsNeverSentNorShown(Authorizer signer) {
        OutgoingRequest request = request("POST", "https://api.example.com/").json("ip", "192.0.2.1");

        String sent = signed(signer, request) + request.url().toString() + new String(request.body(), UTF_8);

        assertThat(sent).doesNotContain(SECRET, "MIICXgIBAAKB");
        assertThat(signer.toString()).doesNotContain(SECRET, TOKEN, "MIICXgIBAAKB");
    }

    @Test
    void anEmptySecretIsRefusedBeforeAnythingIsSent() {
        Secret empty = Secret.of("");
        Stream.concat(
                        signers(AccessKey.of("id", empty))
                                .map(arguments -> (Authorizer) arguments.get()[0]),
                        Stream.of(
                                new Exo2(AccessKey.of("id", empty)),
                                new Ovh("app", empty, Secret.of(TOKEN), () -> Duration.ZERO),
                                new Ovh("app", Secret.of(SECRET), empty, () -> Duration.ZERO)))
                .forEach(signer -> assertThatThrownBy(() -> signer.authorize(request("GET", "https://a.example/")))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("is empty; set it to the value that the vendor shows"));
    }

    @Test
    void eachRequestToAlibabaHasANonceOfItsOwn() {
        Random random = new Random(7);
        List<String> nonces = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            OutgoingRequest request =
                    new OutgoingRequest("GET", URI.create("https://a.example/"), Requests.NOW, random);
            nonces.add(signed(new Acs3(KEY), request).get("x-acs-signature-nonce"));
        }

        assertThat(nonces).doesNotHaveDuplicates().allMatch(nonce -> nonce.matches("[0-9a-f]{32}"));
    }

    @Test
    void huaweiSignsAPathWithASlashAtItsEndWhetherItIsSentOrNot() {
        assertThat(signed(new HuaweiSdk(KEY), request("GET", "https://a.example/v2/zones")))
                .isEqualTo(signed(new HuaweiSdk(KEY), request("GET", "https://a.example/v2/zones/")));
    }

    @Test
    void tencentSignsTheQueryAsItIsSent() {
        assertThat(signed(new Tc3(KEY, "cvm"), request("GET", "https://a.example/?b=1&a=2")))
                .isNotEqualTo(signed(new Tc3(KEY, "cvm"), request("GET", "https://a.example/?a=2&b=1")));
    }

    @Test
    void exoscaleSignsTheValuesDecodedAndOnlyOfParametersThatOccurOnce() {
        OutgoingRequest request = request("GET", "https://a.example/v2/x")
                .query("twice", "1")
                .query("name", "a b&c")
                .query("twice", "2");

        new Exo2(KEY).authorize(request);

        long expires = Requests.NOW.getEpochSecond() + 600;
        String signature =
                Signing.base64(Signing.hmacSha256(SECRET.getBytes(UTF_8), "GET /v2/x\n\na b&c\n\n" + expires));
        assertThat(authorization(request))
                .isEqualTo("EXO2-HMAC-SHA256 credential=id,signed-query-args=name,expires=" + expires + ",signature="
                        + signature);
    }

    @Test
    void oracleSignsADateThatTheClientDoesNotReplace() {
        OutgoingRequest request = request("PUT", "https://dns.example.com/20180115/zones/a");

        new Oci("tenancy", "user", "fingerprint", Secret.of(Keys.DRAFT_CAVAGE)).authorize(request);

        assertThat(request.headers())
                .containsEntry("x-date", "Sat, 03 Jan 2026 04:05:06 GMT")
                .containsEntry("Content-Type", "application/json")
                .containsEntry("x-content-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assertThat(authorization(request))
                .contains("headers=\"x-date (request-target) host content-length content-type x-content-sha256\"");
    }

    /** Lets everything pass. */
    private static final class OpenGate implements Publication {
        @Override
        public <T> T exchange(String what, Call<T> call) throws InterruptedException {
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
            return now().plusSeconds(60);
        }

        @Override
        public Instant now() {
            return Requests.NOW;
        }

        @Override
        public <T> T cached(Object key, Class<T> type, Maker<T> maker) throws InterruptedException {
            return maker.make();
        }

        @Override
        public void forget(Object key) {}
    }

    private static ProviderHttp http(Authorizer authorizer, HttpTransport transport) {
        return http(authorizer, transport, "https://api.example.com");
    }

    private static ProviderHttp http(Authorizer authorizer, HttpTransport transport, String base) {
        ProviderContext context = new ProviderContext(
                transport, InstantSource.fixed(Requests.NOW), new Random(1), (name, type) -> Optional.empty());
        return ProviderEndpoint.of(Settings.none(), base, context)
                .authorizedBy(authorizer)
                .on(new OpenGate());
    }

    @Test
    void whatIsSignedIsWhatIsSent() throws InterruptedException {
        List<HttpTransport.Request> sent = new ArrayList<>();
        Ovh signer = new Ovh("app", Secret.of(SECRET), Secret.of(TOKEN), () -> Duration.ZERO);

        http(signer, request -> {
                    sent.add(request);
                    return new HttpTransport.Answer(200, Map.of(), "{}");
                })
                .put("/zone/{zone}?a=1", "ü b")
                .queryEncoded("list", "1,2")
                .query("q", "x y")
                .json(body -> body.put("target", "192.0.2.1"))
                .send();

        HttpTransport.Request request = sent.get(0);
        String body = new String(request.body().orElseThrow(), UTF_8);
        String toSign = String.join(
                "+",
                SECRET,
                TOKEN,
                "PUT",
                request.uri().toString(),
                body,
                String.valueOf(Requests.NOW.getEpochSecond()));
        assertThat(request.uri()).hasToString("https://api.example.com/zone/%C3%BC%20b?a=1&list=1,2&q=x%20y");
        assertThat(request.headers()).containsEntry("X-Ovh-Signature", "$1$" + Signing.sha1Hex(toSign.getBytes(UTF_8)));
    }

    /** The server rebuilds what was signed from what arrived, as Oracle's does, and verifies the signature. */
    @Test
    void aServerThatRebuildsTheRequestFindsTheSignatureRight() throws Exception {
        List<String> verdicts = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            verdicts.add(verdict(exchange));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            String base = "http://localhost:" + server.getAddress().getPort() + "/20180115";
            Oci signer = new Oci("tenancy", "user", "fingerprint", Secret.of(Keys.RFC_7515_A2));
            ProviderHttp http = http(signer, new JdkHttpTransport(), base);
            http.get("/zones/{zone}", "ü.example").query("q", "a b+c").sendForText();
            http.put("/zones/{zone}", "a").json(body -> body.put("note", "ü")).sendForText();
            http.post("/empty").sendForText();
        } finally {
            server.stop(0);
        }
        assertThat(verdicts).containsExactly("GET right", "PUT right", "POST right");
    }

    private static String verdict(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        Matcher parts = Pattern.compile("headers=\"([^\"]*)\".*signature=\"([^\"]*)\"")
                .matcher(headers.getFirst("Authorization"));
        assertThat(parts.find()).isTrue();
        String target = exchange.getRequestMethod().toLowerCase(Locale.ROOT) + " " + exchange.getRequestURI();
        String signed = Arrays.stream(parts.group(1).split(" "))
                .map(name -> name + ": " + (name.equals("(request-target)") ? target : headers.getFirst(name)))
                .collect(Collectors.joining("\n"));
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(Keys.rfc7515A2Public());
            verifier.update(signed.getBytes(UTF_8));
            boolean right = verifier.verify(Base64.getDecoder().decode(parts.group(2)));
            return exchange.getRequestMethod() + (right ? " right" : " wrong: " + signed);
        } catch (GeneralSecurityException e) {
            return e.toString();
        }
    }

    @Test
    void aVendorThatQuotesTokensAndAssertionsIsNotQuotedWithThem() {
        JwtAssertion jwt = new JwtAssertion(SignatureAlgorithm.RS256, Secret.of(Keys.DRAFT_CAVAGE), Optional.empty());
        Authorizer login = Authorizer.of(
                () -> "robot",
                request -> request.form("assertion", jwt.make(request, claims -> claims.put("iss", "robot"))));
        HttpTransport echo = request -> new HttpTransport.Answer(
                400,
                Map.of(),
                "{\"message\":\"wrong private key: " + request.headers()
                        + request.body().map(body -> new String(body, UTF_8)).orElse("") + "\"}");

        DdnsException refusedLogin = catchThrowableOfType(
                DdnsException.class, () -> http(login, echo).post("/token").send());
        DdnsException refusedCall = catchThrowableOfType(
                DdnsException.class,
                () -> http(new AwsV4(KEY, "s", "r"), echo).get("/x").send());

        assertThat(refusedLogin)
                .hasMessageContaining("wrong private key")
                .message()
                .doesNotContain("eyJ");
        assertThat(refusedCall)
                .hasMessageContaining("wrong private key")
                .message()
                .doesNotContain(TOKEN, SECRET);
    }
}
