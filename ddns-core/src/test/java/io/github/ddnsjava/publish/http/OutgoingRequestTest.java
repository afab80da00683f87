package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.OpenGate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An authorizer sees the whole request as it will be sent. */
class OutgoingRequestTest {
    private static OutgoingRequest request(String base) {
        return new OutgoingRequest("PUT", URI.create(base), OpenGate.NOW, new Random(1));
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com/v1, api.example.com, /v1",
        "https://api.example.com, api.example.com, /",
        "https://api.example.com:443, api.example.com, /",
        "https://api.example.com:8443, api.example.com:8443, /",
        "http://127.0.0.1:80/x, 127.0.0.1, /x",
        "http://127.0.0.1:443, 127.0.0.1:443, /",
        "'https://[2001:db8::1]:8443/', '[2001:db8::1]:8443', /",
    })
    void hostAndPathAreWhatIsSent(String base, String host, String path) {
        assertThat(request(base).host()).isEqualTo(host);
        assertThat(request(base).path()).isEqualTo(path);
    }

    @Test
    void theAuthorizerComesLastAndSeesAllOfIt() throws InterruptedException {
        Api api = new Api(sent -> Api.ok("{}"));
        List<String> seen = new ArrayList<>();
        Authorizer signer = Authorizer.of(() -> "key", request -> {
            seen.add(request.method() + " " + request.host() + request.path());
            seen.add(request.url().toString());
            seen.add(request.query().toString());
            seen.add(request.headers().get("x-name"));
            seen.add(new String(request.body(), StandardCharsets.UTF_8));
            seen.add(request.now().toString());
            request.query("sig", "a+b");
        });

        api.endpoint()
                .authorizedBy(signer)
                .on(api.gate)
                .put("/zones/{zone}", "a/b")
                .query("q", "1 2")
                .header("X-Name", "v")
                .json(json -> json.put("a", 1))
                .send();

        assertThat(seen)
                .containsExactly(
                        "PUT api.example.com/v1/zones/a%2Fb",
                        "https://api.example.com/v1/zones/a%2Fb?q=1%202",
                        "[Parameter[name=q, value=1 2, verbatim=false]]",
                        "v",
                        "{\"a\":1}",
                        "2026-01-01T00:00:00Z");
        assertThat(api.calls()).containsExactly("PUT /v1/zones/a%2Fb?q=1%202&sig=a%2Bb");
    }

    @Test
    void aBodyIsAFormOrJsonOrBytesOrNothing() {
        OutgoingRequest form = request("https://a.example").form("a b", "1+ü").form("c", 2);
        assertThat(form.body()).asString(StandardCharsets.US_ASCII).isEqualTo("a%20b=1%2B%C3%BC&c=2");
        assertThat(form.form()).hasSize(2);
        OutgoingRequest json = request("https://a.example").json("a", "ü").json("b", 2);
        assertThat(json.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":\"ü\",\"b\":2}");
        byte[] own = {1, 2};
        OutgoingRequest bytes = request("https://a.example").body("a/b", own);
        own[0] = 9;
        bytes.body()[1] = 9;
        assertThat(bytes.body()).containsExactly(1, 2);
        assertThat(bytes.content()).isPresent();
        assertThat(request("https://a.example").body()).isEmpty();
        assertThat(request("https://a.example").content()).isEmpty();
        assertThat(request("https://a.example").body("a/b", new byte[0]).content())
                .isPresent();
    }

    /** Before, one of them was dropped in silence: an array of records, where the authorizer added a member. */
    @Test
    @Tag("regression")
    void aSecondBodyOfAnotherKindIsRefused() {
        Api api = new Api(sent -> Api.ok("{}"));
        ProviderHttp http = api.endpoint()
                .authorizedBy(Authorizer.json("key", Secret.of("s3cret")))
                .on(api.gate);
        assertThatThrownBy(() -> http.post("/a/{secret}", Secret.of("in-the-path"))
                        .named("AddRecords")
                        .query("token", Secret.of("in-the-query"))
                        .jsonArray(List.of(1, 2), (body, item) -> body.put("n", item))
                        .send())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "POST api.example.com/a/{secret} AddRecords: the request already has a JSON array, so a JSON object"
                                + " cannot be added; put everything into one kind of body, including what the authorizer adds");
        assertThat(api.sent).isEmpty();
        Map<String, Consumer<OutgoingRequest>> kinds = Map.of(
                "a form", request -> request.form("a", 1),
                "a JSON object", request -> request.json("a", 1),
                "a JSON array", request -> request.jsonArray(List.of(1), (body, item) -> body.put("n", item)),
                "an XML document", request -> request.xml("a", element -> {}),
                "a body of the type text/plain", request -> request.body("text/plain", new byte[0]),
                "a body of the type text/csv", request -> request.body("text/csv", new byte[0]));
        kinds.forEach((one, first) -> kinds.forEach((other, second) -> {
            OutgoingRequest request = request("https://a.example/s3cret?token=s3cret");
            first.accept(request);
            boolean grows = one.equals("a form") || one.equals("a JSON object");
            if (one.equals(other) && grows) {
                second.accept(request);
            } else if (one.equals(other)) {
                assertThatThrownBy(() -> second.accept(request))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("PUT a.example: the request already has " + one
                                + ", which cannot be added to; set the body once");
            } else {
                assertThatThrownBy(() -> second.accept(request))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("PUT a.example: the request already has " + one + ", so " + other + " ")
                        .hasMessageNotContaining("s3cret");
            }
        }));
    }

    @Test
    void aSignerSeesTheQueryOfAFollowedLink() throws InterruptedException {
        String[] links = {"?cursor=a%2Bb+c&page%5Bsize%5D=2&flag", ""};
        Api api = new Api(sent -> Api.ok("{\"next\":\"" + links[sent.uri().getRawQuery() == null ? 0 : 1] + "\"}"));
        List<String> seen = new ArrayList<>();
        Authorizer signer = Authorizer.of(
                () -> "key",
                request -> seen.add(request.query() + " " + request.url().getRawQuery()));

        api.endpoint()
                .authorizedBy(signer)
                .on(api.gate)
                .get("/records")
                .all(Pages.link(page -> page.get("next").optional().map(JsonReader::asText)), page -> List.of());

        assertThat(seen)
                .containsExactly(
                        "[] null",
                        "[Parameter[name=cursor, value=a%2Bb+c, verbatim=true],"
                                + " Parameter[name=page[size], value=2, verbatim=true],"
                                + " Parameter[name=flag, value=, verbatim=true]]"
                                + " cursor=a%2Bb+c&page%5Bsize%5D=2&flag=");
    }

    @Test
    void aTypeThatWasSetStays() {
        assertThat(request("https://a.example")
                        .header("content-type", "application/vnd.x+json")
                        .json("a", 1)
                        .headers())
                .containsEntry("Content-Type", "application/vnd.x+json")
                .hasSize(1);
    }

    @Test
    void whatTheCallerGetsCannotChangeTheRequest() {
        OutgoingRequest request = request("https://a.example").query("a", 1).form("b", 2);

        assertThatThrownBy(() -> request.query().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> request.form().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @Tag("promise-22")
    void whatWasRevealedIsRemembered() {
        OutgoingRequest request = request("https://a.example")
                .query("a", Secret.of("in-the-query"))
                .header("c", Secret.of("in-a-header"))
                .json("d", Secret.of("in-the-json"));
        request.jsonObject().put("e", Secret.of("in-the-claims")).put("list", List.of(Secret.of("in-a-list")));
        assertThat(request.secret("made-of-secrets")).isEqualTo("made-of-secrets");
        assertThat(request.reveal("no secret")).isEqualTo("no secret");

        assertThat(request.revealed())
                .containsExactly(
                        "in-the-query", "in-a-header", "in-the-json", "in-the-claims", "in-a-list", "made-of-secrets");
        assertThat(request("https://a.example")
                        .form("b", Secret.of("in-the-form"))
                        .revealed())
                .containsExactly("in-the-form");
        assertThat(request.toString()).doesNotContain("in-");
    }

    @Test
    void aHeaderThatCannotBeSentIsRefusedWithoutItsValue() {
        assertThatThrownBy(() -> request("https://a.example").header("X-Key", Secret.of("s3cret\u20ac")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("X-Key")
                .hasMessageNotContaining("s3cret");
        assertThat(request("https://a.example").header("X-Name", "é ok").headers())
                .containsEntry("X-Name", "é ok");
    }
}
