package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.http.ErrorTable.VendorError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests and answers in XML, and answers that are web pages. */
class AnswersTest {
    private static final Secret SECRET = Secret.of("s3cret<&>");
    private static final String REFUSAL = "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchHostedZone</Code>"
            + "<Message>No zone s3cret&lt;&amp;&gt;</Message></Error></ErrorResponse>";

    @Test
    void aDocumentIsSentAndTheAnswerRead() throws InterruptedException {
        Api api = new Api(sent -> Api.ok("<r><id>7</id></r>"));

        JsonReader answer = xml(api).post("/change")
                .xml(
                        "Request",
                        root -> root.attribute("xmlns", "urn:x")
                                .put("Token", SECRET)
                                .put("TTL", Duration.ofMinutes(1)))
                .send();

        assertThat(answer.get("id").asLong()).isEqualTo(7);
        HttpTransport.Request sent = api.sent.get(0);
        assertThat(Api.body(sent))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Request xmlns=\"urn:x\">"
                        + "<Token>s3cret&lt;&amp;&gt;</Token><TTL>60</TTL></Request>");
        assertThat(sent.headers()).containsEntry("Content-Type", "application/xml");
        assertThat(sent.headers().get("Accept")).startsWith("application/xml");
        assertThatThrownBy(() -> answer.get("no").asText())
                .hasMessage("POST api.example.com/change /r.no is missing; expected a text");
    }

    @Test
    void theAuthorsOwnHeadersStay() throws InterruptedException {
        Api api = new Api(sent -> Api.ok(""));

        JsonReader answer = xml(api).post("/change")
                .header("Content-Type", "text/xml; charset=utf-8")
                .header("Accept", "text/xml")
                .xml("r", root -> {})
                .send();

        assertThat(answer.isPresent()).isFalse();
        assertThat(answer.get("id")).hasToString("POST api.example.com/change /.id");
        assertThat(api.sent.get(0).headers())
                .containsEntry("Content-Type", "text/xml; charset=utf-8")
                .containsEntry("Accept", "text/xml");
    }

    @Test
    void whatIsMissingIsEmptyAndWhatIsNoXmlAnError() throws InterruptedException {
        assertThat(xml(new Api(sent -> Api.answer(404, REFUSAL))).get("/a").sendIfPresent(ProblemScope.ACCOUNT))
                .isEmpty();
        Api zone = new Api(sent -> Api.answer(404, REFUSAL));
        assertThatThrownBy(() -> zone.endpoint()
                        .inXml()
                        .on(zone.gate, ProblemScope.ZONE)
                        .get("/a")
                        .sendIfPresent(ProblemScope.RECORD))
                .isInstanceOf(RejectedException.class);
        for (String body : List.of("{}", "<html>hotel</html>", "<r>")) {
            assertThatThrownBy(
                            () -> xml(new Api(sent -> Api.ok(body))).get("/a").sendIfPresent(ProblemScope.ACCOUNT))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageStartingWith("GET api.example.com/a: the answer is ");
        }
    }

    private static ProviderHttp xml(Api api) {
        return api.endpoint().inXml().on(api.gate);
    }

    private static final Pages NEXT = Pages.marked("more", Map.of("name", "next", "type", "kind", "id", "id"));

    @Test
    void aListIsReadPageByPage() throws InterruptedException {
        Api api = new Api(sent -> Api.ok(
                sent.uri().getRawQuery().contains("name=c%26d")
                        ? "<r><item>3</item><more>false</more></r>"
                        : "<r><item>1</item><item>2</item><more>true</more><next>c&amp;d</next><kind>A</kind></r>"));

        List<JsonReader> all = xml(api).get("/records")
                .query("max", 2)
                .query("name", "a")
                .query("id", 7)
                .all(NEXT, "item");

        assertThat(all).extracting(JsonReader::asLong).containsExactly(1L, 2L, 3L);
        assertThat(api.calls().get(0)).isEqualTo("GET /v1/records?max=2&name=a&id=7");
        assertThat(api.calls().get(1))
                .startsWith("GET /v1/records?max=2&")
                .contains("name=c%26d")
                .contains("type=A");
        assertThat(api.calls().get(1)).doesNotContain("name=a").doesNotContain("id=");
        assertThat(api.sent).allMatch(sent -> sent.headers().get("Accept").startsWith("application/xml"));
    }

    /** Where a service takes its parameters as fields of the form, that of the next page takes the place of the former. */
    @Test
    void aListOfAFormIsReadPageByPage() throws InterruptedException {
        Api api = new Api(sent -> Api.ok(
                Api.body(sent).contains("name=c%26d")
                        ? "<r><item>3</item><more>false</more></r>"
                        : "<r><item>1</item><item>2</item><more>true</more><next>c&amp;d</next><kind>A</kind></r>"));

        assertThat(xml(api).post("/records").form("max", 2).form("name", "a").all(NEXT.inForm(), "item"))
                .extracting(JsonReader::asLong)
                .containsExactly(1L, 2L, 3L);
        assertThat(Api.body(api.sent.get(1)))
                .contains("max=2", "name=c%26d", "type=A")
                .doesNotContain("name=a");
        assertThat(api.sent.get(1).uri().getRawQuery()).isNull();
    }

    /** Whatever the page does not say is left out of the next request, also what the first one said. */
    @Test
    void aListOfAJsonObjectIsReadPageByPage() throws InterruptedException {
        Api api = new Api(sent -> Api.ok(
                Api.body(sent).contains("c&d")
                        ? "{\"item\":[3],\"more\":false}"
                        : "{\"item\":[1,2],\"more\":true,\"next\":\"c&d\"}"));

        assertThat(api.http()
                        .post("/records")
                        .json(body -> body.put("max", 2).put("name", "a").put("type", "A"))
                        .all(NEXT.inJson(), "item"))
                .extracting(JsonReader::asLong)
                .containsExactly(1L, 2L, 3L);
        assertThat(api.sent)
                .extracting(Api::body)
                .containsExactly("{\"max\":2,\"name\":\"a\",\"type\":\"A\"}", "{\"max\":2,\"name\":\"c&d\"}");
        assertThat(api.sent).allMatch(sent -> sent.uri().getRawQuery() == null);
    }

    /** Paths say of a page in XML what they say of one in JSON. */
    @Test
    void aListInXmlHasPagesWithNumbersAndATotal() throws InterruptedException {
        Api api = new Api(sent -> Api.ok("<r><n>3</n><list>"
                + (Api.body(sent).contains("page=2") ? "<item>3</item>" : "<item>1</item><item>2</item>")
                + "</list></r>"));
        Pages pages = Pages.numbered("page", "size", 2, "n").inForm();

        assertThat(xml(api).post("/records").all(pages, "list/item"))
                .extracting(JsonReader::asLong)
                .containsExactly(1L, 2L, 3L);
        assertThat(api.sent).extracting(Api::body).containsExactly("page=1&size=2", "page=2&size=2");
        assertThat(api.sent).allMatch(sent -> sent.headers().get("Accept").startsWith("application/xml"));
        for (String page : List.of("<r><list/></r>", "<r><n>many</n><list/></r>", "<r><n>1</n><list/></r>", "{}")) {
            assertThatThrownBy(
                            () -> xml(new Api(sent -> Api.ok(page))).post("/r").all(pages, "list/item"))
                    .as(page)
                    .isInstanceOf(ProtocolException.class);
        }
    }

    /** A page says by itself that another one follows; where that is, it must say, too. */
    @Test
    void aPageThatDoesNotSayWhereTheNextOneBeginsIsAnError() {
        Api api = new Api(sent -> Api.ok("<r><item>1</item><more>true</more></r>"));

        assertThatThrownBy(() -> xml(api).get("/r").all(Pages.marked("more", Map.of("name", "next")), "item"))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("but not where");
    }

    @Test
    void aPageThatComesOrIsNamedAgainIsAnError() {
        for (String page :
                List.of("<r><item>1</item><more>1</more><next>a</next></r>", "<r><more>1</more><next>a</next></r>")) {
            Api api = new Api(sent -> Api.ok(page));
            assertThatThrownBy(() -> xml(api).get("/records").all(NEXT, "item"))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("the same page");
            assertThat(api.sent).hasSize(2);
        }
    }

    @Test
    @Tag("promise-22")
    void theReasonOfAStatusIsQuotedFromXmlWithoutSecrets() {
        for (String body : List.of(
                REFUSAL,
                "<e><message>No zone s3cret&lt;&amp;&gt;</message></e>",
                "<s:Envelope><s:Body><s:Fault><faultstring>No zone s3cret&lt;&amp;&gt;</faultstring></s:Fault></s:Body></s:Envelope>",
                "<error>No zone s3cret&lt;&amp;&gt;</error>")) {
            Api api = new Api(sent -> Api.answer(400, body));
            DdnsException thrown = catchThrowableOfType(
                    DdnsException.class,
                    () -> xml(api).get("/a").query("token", SECRET).send());
            assertThat(thrown).hasMessage("GET api.example.com/a: HTTP 400, \"No zone (secret)\"");
        }
        Api page = new Api(sent -> Api.answer(503, "<!DOCTYPE html><html><title>s3cret</title></html>"));
        assertThatThrownBy(() -> xml(page).get("/a").send())
                .isInstanceOf(TransientException.class)
                .hasMessage("GET api.example.com/a: HTTP 503");
    }

    @Test
    void errorsAreFoundByTheirPathsInXml() {
        assertThat(Errors.xml("Error", "Code", "Message").apply(Api.ok(REFUSAL)))
                .containsExactly(new VendorError("NoSuchHostedZone", "No zone s3cret<&>"));
        String several = "<ApiResponse Status='ERROR'><Errors><Error Number='1011102'>bad key</Error>"
                + "<Error Number='1'>1</Error></Errors></ApiResponse>";
        assertThat(Errors.xml("Errors/Error", "@Number", "").apply(Api.ok(several)))
                .containsExactly(new VendorError("1011102", "bad key"), new VendorError("1", ""));
        assertThat(Errors.xml("", "code", "text").apply(Api.ok("<r><code>5</code><text>t</text></r>")))
                .containsExactly(new VendorError("5", "t"));
        for (String none : List.of("", "<r/>", "<r><Error/></r>", "<r><Error><Code><a/></Code></Error></r>")) {
            assertThat(Errors.xml("Error", "Code", "Message").apply(Api.ok(none)))
                    .isEmpty();
        }
        assertThat(Errors.xmlSuccess("@Status", "OK").test(Api.ok(several))).isFalse();
        assertThat(Errors.xmlWithout("Errors/Error").test(Api.ok(several))).isFalse();
        assertThat(Errors.xmlWithout("Errors/Error").test(Api.ok("<r><Errors/></r>")))
                .isTrue();
        assertThat(Errors.xmlSuccess("@Status", "OK").test(Api.ok("<r Status='OK'/>")))
                .isTrue();
        assertThatThrownBy(() -> Errors.xml("", "a", "b").apply(Api.ok("{}"))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aTableGivesXmlErrorsTheirMeaning() {
        ErrorTable table = ErrorTable.of(Errors.xml("Errors/Error", "@Number", ""))
                .success(Errors.xmlSuccess("@Status", "OK"))
                .row(Meaning.BAD_CREDENTIALS, "1011102");
        Api api = new Api(sent -> Api.ok(
                "<ApiResponse Status='ERROR'><Errors><Error Number='1011102'>bad key</Error></Errors></ApiResponse>"));

        assertThatThrownBy(() -> api.endpoint()
                        .inXml()
                        .judgedBy(table)
                        .on(api.gate)
                        .get("/a")
                        .send())
                .isInstanceOf(AuthenticationException.class)
                .hasMessage("GET api.example.com/a: HTTP 200, \"1011102 bad key\"");
    }

    @Test
    @Tag("promise-6")
    void aWebPageIsNoSuccessThoughItsStatusIsOne() throws InterruptedException {
        for (String page : List.of("<!DOCTYPE html><html><body>Log in", "\r\n<HTML>", "\uFEFF<html lang=\"en\">")) {
            Api api = new Api(sent -> Api.ok(page));
            ProtocolException thrown = catchThrowableOfType(
                    ProtocolException.class,
                    () -> api.http().delete("/records/7").exchange());
            assertThat(thrown)
                    .hasMessageStartingWith("DELETE api.example.com/records/7: the answer is a web page")
                    .hasMessageContaining("captive portal");
            assertThat(thrown.certainlyNotApplied()).isFalse();
            assertThat(api.http().get("/a").sendForText())
                    .as("its reader decides")
                    .isNotEmpty();
        }
        for (String body : List.of("", "{}", "OK", "<ok/>", "<p>done</p>")) {
            assertThat(new Api(sent -> Api.ok(body))
                            .http()
                            .delete("/a")
                            .exchange()
                            .body())
                    .isEqualTo(body);
        }
    }
}
