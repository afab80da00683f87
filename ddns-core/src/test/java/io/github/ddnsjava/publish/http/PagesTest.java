package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Api;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists are read to their end, and a list without an honest end is an error: half of one looks like records gone. */
class PagesTest {
    private static final int SIZE = 3;
    private static final Function<JsonReader, Optional<Long>> TOTAL =
            page -> page.get("total").optional().map(JsonReader::asLong);
    private static final Function<JsonReader, Optional<String>> NEXT =
            page -> page.get("next").optional().map(JsonReader::asText);

    private static List<Integer> read(Api api, Pages pages) throws InterruptedException {
        return read(api.http(), pages);
    }

    private static List<Integer> read(ProviderHttp http, Pages pages) throws InterruptedException {
        return http
                .get("/zones/{zone}/records", "z1")
                .query("type", "A")
                .all(pages, page -> page.get("items").asList())
                .stream()
                .map(item -> (int) item.asLong())
                .toList();
    }

    private static String page(int from, int to, String more) {
        return "{\"items\":["
                + IntStream.range(from, to).mapToObj(String::valueOf).collect(Collectors.joining(",")) + "]" + more
                + "}";
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static String query(HttpTransport.Request request, String parameter) {
        for (String pair : request.uri().getRawQuery().split("&")) {
            if (pair.startsWith(parameter + "=")) {
                return pair.substring(parameter.length() + 1);
            }
        }
        return "";
    }

    /** Serves so many items by number of the page. */
    private static Api numbered(int items, String more) {
        return new Api(request -> {
            assertThat(query(request, "type")).isEqualTo("A");
            assertThat(query(request, "size")).isEqualTo("" + SIZE);
            int from = (Integer.parseInt(query(request, "page")) - 1) * SIZE;
            return Api.ok(page(Math.min(from, items), Math.min(from + SIZE, items), more));
        });
    }

    @ParameterizedTest
    @CsvSource({
        // items, requests without a total, requests with one
        "0, 1, 1",
        "1, 1, 1",
        "2, 1, 1",
        "3, 2, 1",
        "4, 2, 2",
        "6, 3, 2",
        "7, 3, 3"
    })
    void pagesWithNumbersAreReadToTheEnd(int items, int untold, int told) throws InterruptedException {
        Api without = numbered(items, "");
        Api with = numbered(items, ",\"total\":" + items);

        assertThat(read(without, Pages.numbered("page", "size", SIZE))).isEqualTo(numbers(items));
        assertThat(without.sent).hasSize(untold);
        assertThat(read(with, Pages.numbered("page", "size", SIZE, TOTAL))).isEqualTo(numbers(items));
        assertThat(with.sent).hasSize(told);
        with.sent.clear();
        assertThat(read(with, Pages.numbered("page", "size", SIZE, "total"))).isEqualTo(numbers(items));
        assertThat(with.sent).hasSize(told);
        assertThat(with.calls().get(0)).isEqualTo("GET /v1/zones/z1/records?type=A&page=1&size=3");
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "2, 1, 1", "3, 2, 1", "7, 3, 3"})
    void pagesByOffsetAreReadToTheEnd(int items, int untold, int told) throws InterruptedException {
        Function<HttpTransport.Request, Integer> from = request -> Integer.parseInt(query(request, "skip"));
        Api without = new Api(request ->
                Api.ok(page(Math.min(from.apply(request), items), Math.min(from.apply(request) + SIZE, items), "")));
        Api with = new Api(request -> Api.ok(page(
                Math.min(from.apply(request), items),
                Math.min(from.apply(request) + SIZE, items),
                ",\"total\":" + items)));

        assertThat(read(without, Pages.offset("skip", "size", SIZE))).isEqualTo(numbers(items));
        assertThat(without.sent).hasSize(untold);
        assertThat(read(with, Pages.offset("skip", "size", SIZE, TOTAL))).isEqualTo(numbers(items));
        assertThat(with.sent).hasSize(told);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "2, 1", "3, 2", "7, 3"})
    void pagesWhoseSizeTheVendorSetsAreReadToTheEnd(int items, int requests) throws InterruptedException {
        Api api = new Api(request -> {
            int from = query(request, "skip").isEmpty() ? 0 : Integer.parseInt(query(request, "skip"));
            return Api.ok(page(Math.min(from, items), Math.min(from + SIZE, items), ""));
        });

        assertThat(read(api, Pages.offset("skip", SIZE))).isEqualTo(numbers(items));
        assertThat(api.sent).hasSize(requests);
        assertThat(api.calls().get(0)).isEqualTo("GET /v1/zones/z1/records?type=A");
    }

    @Test
    void aListHasAPathInItsPages() throws InterruptedException {
        Api api = new Api(request -> Api.ok("{\"data\":{\"rows\":[1,2]}}"));

        assertThat(api.http().get("/rows").all(Pages.offset("skip", SIZE), "data/rows"))
                .hasSize(2);
    }

    /** An interface where one URL serves all calls takes all parameters in the body. */
    @ParameterizedTest
    @CsvSource({
        "form, skip=0&size=3 / skip=3&size=3 / skip=6&size=3",
        "json, '{\"skip\":0,\"size\":3} / {\"skip\":3,\"size\":3} / {\"skip\":6,\"size\":3}'",
        "texts, '{\"skip\":\"0\",\"size\":\"3\"} / {\"skip\":\"3\",\"size\":\"3\"} / {\"skip\":\"6\",\"size\":\"3\"}'"
    })
    void theParametersOfPagesStandWhereTheInterfaceWantsThem(String place, String bodies) throws InterruptedException {
        Iterator<String> answers =
                List.of(page(0, 3, ""), page(3, 6, ""), page(6, 7, "")).iterator();
        Api api = new Api(request -> Api.ok(answers.next()));
        Pages pages = Pages.offset("skip", "size", SIZE);

        Map<String, Pages> places =
                Map.of("form", pages.inForm(), "json", pages.inJson(), "texts", pages.inJsonTexts());
        assertThat(read(api, places.get(place))).isEqualTo(numbers(7));

        assertThat(api.sent)
                .extracting(request -> new String(request.body().orElseThrow(), StandardCharsets.UTF_8))
                .containsExactly(bodies.split(" / "));
        assertThat(api.calls()).containsOnly("GET /v1/zones/z1/records?type=A");
    }

    @Test
    void pagesThatSayThatAnotherOneFollowsAreReadAsLongAsTheySaySo() throws InterruptedException {
        Pages pages = Pages.numberedWhile(
                "page", "size", SIZE, page -> page.at("links/next").isPresent());
        Api api = new Api(request -> {
            int from = 2 * (Integer.parseInt(query(request, "page")) - 1);
            return Api.ok(page(from, Math.min(from + 2, 5), from < 4 ? ",\"links\":{\"next\":\"x\"}" : ""));
        });
        Api endless = new Api(request -> Api.ok(page(0, 0, ",\"links\":{\"next\":\"x\"}")));

        assertThat(read(api, pages)).isEqualTo(numbers(5));
        assertThat(api.calls()).last().isEqualTo("GET /v1/zones/z1/records?type=A&page=3&size=3");
        assertThatThrownBy(() -> read(endless, pages))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("a page is empty");
    }

    @Test
    void pagesThatSayHowManyThereAreAreReadToTheLast() throws InterruptedException {
        Pages pages =
                Pages.numberedTo("page", "size", SIZE, page -> page.get("pages").asLong());
        Api api = new Api(request -> {
            int from = 2 * (Integer.parseInt(query(request, "page")) - 1);
            return Api.ok(page(from, Math.min(from + 2, 5), ",\"pages\":3"));
        });
        Api gap = new Api(request -> Api.ok(page(
                Integer.parseInt(query(request, "page")), query(request, "page").equals("3") ? 3 : 5, ",\"pages\":3")));

        assertThat(read(api, pages)).isEqualTo(numbers(5));
        assertThat(api.calls()).last().isEqualTo("GET /v1/zones/z1/records?type=A&page=3&size=3");
        assertThat(read(new Api(request -> Api.ok(page(0, 0, ",\"pages\":1"))), pages))
                .isEmpty();
        assertThat(read(new Api(request -> Api.ok(page(0, 0, ",\"pages\":0"))), pages))
                .isEmpty();
        assertThatThrownBy(() -> read(gap, pages)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> read(new Api(request -> Api.ok(page(0, 0, ",\"pages\":2"))), pages))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("page 1 of 2 is empty");
    }

    /** A vendor whose largest page is smaller than what is asked for. */
    @Test
    void aTotalIsBelievedMoreThanAPageThatIsNotFull() throws InterruptedException {
        Api api = new Api(request -> {
            int from = Integer.parseInt(query(request, "skip"));
            return Api.ok(page(from, Math.min(from + 2, 7), ",\"total\":7"));
        });

        assertThat(read(api, Pages.offset("skip", "size", 100, TOTAL))).isEqualTo(numbers(7));
        assertThat(api.sent).extracting(request -> query(request, "skip")).containsExactly("0", "2", "4", "6");
    }

    @Test
    @Tag("promise-13")
    void anEmptyPageBeforeTheEndIsAnErrorAndNotTheEnd() {
        Api numbered = new Api(request ->
                Api.ok(query(request, "page").equals("2") ? page(0, 0, ",\"total\":7") : page(0, 3, ",\"total\":7")));
        Api offset = new Api(request ->
                Api.ok(query(request, "skip").equals("3") ? page(0, 0, ",\"total\":7") : page(0, 3, ",\"total\":7")));
        Api first = new Api(request -> Api.ok(page(0, 0, ",\"total\":1")));

        assertThatThrownBy(() -> read(numbered, Pages.numbered("page", "size", SIZE, TOTAL)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("GET api.example.com/zones/{zone}/records: a page is empty, although the list has 7 items,"
                        + " of which 3 came");
        assertThatThrownBy(() -> read(offset, Pages.offset("skip", "size", SIZE, TOTAL)))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> read(first, Pages.numbered("page", "size", SIZE, TOTAL)))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    @Tag("promise-13")
    void aPageThatComesAgainIsAnError() {
        Api same = new Api(request -> Api.ok(page(0, SIZE, ",\"next\":\"t\"")));
        for (Pages pages : List.of(
                Pages.numbered("page", "size", SIZE), Pages.offset("skip", "size", SIZE), Pages.token("t", NEXT))) {
            assertThatThrownBy(() -> read(same, pages))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("GET api.example.com/zones/{zone}/records: the same page came twice");
        }
        assertThat(same.sent).hasSize(6);
    }

    @Test
    void pagesThatGoRoundInACircleAreAnError() {
        Api circle = new Api(request -> {
            int at = query(request, "t").isEmpty() ? 0 : Integer.parseInt(query(request, "t"));
            return Api.ok(page(at, at + 1, ",\"next\":\"" + (at + 1) % 3 + "\""));
        });

        assertThatThrownBy(() -> read(circle, Pages.token("t", NEXT))).hasMessageContaining("came twice");
        assertThat(circle.sent).hasSize(4);
    }

    @Test
    void endlessPagesAreAnErrorEvenWhereTheyAreEmpty() {
        int[] number = {0};
        Api full = new Api(request -> Api.ok(page(number[0], ++number[0], ",\"next\":\"x" + number[0] + "\"")));
        Api empty = new Api(request -> Api.ok(page(0, 0, ",\"next\":\"y" + ++number[0] + "\"")));
        for (Api api : List.of(full, empty)) {
            assertThatThrownBy(() -> read(api, Pages.token("t", NEXT)))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("more than 1000 pages");
            assertThat(api.sent).hasSize(1000);
        }
    }

    @Test
    void aTokenThatIsNamedTwiceIsAnErrorEvenIfItsPageIsEmpty() {
        Api same = new Api(request -> Api.ok(page(0, 0, ",\"next\":\"x\"")));

        assertThatThrownBy(() -> read(same, Pages.token("t", NEXT)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageEndingWith("the same page is named as the next one twice");
        assertThat(same.sent).hasSize(2);
    }

    /** In a list that is ordered, what is wanted stands together. */
    @Test
    void aListEndsBeforeThePagesOfWhichNothingIsWanted() throws InterruptedException {
        Api api = new Api(request -> Api.ok(
                query(request, "cursor").isEmpty() ? page(0, 3, ",\"next\":\"b\"") : page(3, 6, ",\"next\":\"c\"")));
        Pages untilB = Pages.token("cursor", NEXT)
                .asLongAs(page -> page.get("next").asText().equals("b"));

        assertThat(read(api, untilB)).isEqualTo(numbers(6));
        assertThat(api.sent).hasSize(2);
        assertThat(read(new Api(request -> Api.ok(page(0, 2, ""))), untilB))
                .as("without another page nothing is asked")
                .isEqualTo(numbers(2));
    }

    @Test
    void aTokenLeadsOnUntilThereIsNone() throws InterruptedException {
        List<String> tokens = new ArrayList<>();
        Api api = new Api(request -> {
            String token = query(request, "cursor");
            tokens.add(token);
            return Api.ok(
                    switch (token) {
                        case "" -> page(0, 3, ",\"next\":\"a b&c\"");
                        case "a%20b%26c" -> page(0, 0, ",\"next\":\"d\""); // such a page is no end
                        case "d" -> page(3, 6, ",\"next\":\"e\"");
                        default -> page(6, 7, ",\"next\":\"\"");
                    });
        });

        assertThat(read(api, Pages.token("cursor", NEXT))).isEqualTo(numbers(7));
        assertThat(tokens).containsExactly("", "a%20b%26c", "d", "e");
        assertThat(read(new Api(request -> Api.ok(page(0, 2, ",\"next\":null"))), Pages.token("cursor", NEXT)))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com/v1/zones/z1/records?type=A&page=2",
                "HTTPS://API.EXAMPLE.COM/v1/zones/z1/records?type=A&page=2",
                "//api.example.com/v1/zones/z1/records?type=A&page=2",
                "/v1/zones/z1/records?type=A&page=2",
                "records?type=A&page=2",
                "?type=A&page=2",
            })
    void aLinkIsFollowedAsSeenFromTheList(String link) throws InterruptedException {
        Api api = new Api(request ->
                Api.ok(query(request, "page").equals("2") ? page(3, 5, "") : page(0, 3, ",\"next\":\"" + link + "\"")));

        assertThat(read(api, Pages.link(NEXT))).isEqualTo(numbers(5));
        assertThat(api.calls())
                .containsExactly("GET /v1/zones/z1/records?type=A", "GET /v1/zones/z1/records?type=A&page=2");
    }

    @Test
    @Tag("promise-22")
    void credentialsGoWithEachPage() throws InterruptedException {
        Api api = new Api(request ->
                Api.ok(query(request, "page").equals("2") ? page(3, 5, "") : page(0, 3, ",\"next\":\"?page=2\"")));
        Authorizer both = Authorizer.bearer(Secret.of("s3cret-token")).and(Authorizer.query("key", Secret.of("k7")));

        read(api.endpoint().authorizedBy(both).on(api.gate), Pages.link(NEXT));

        assertThat(api.calls())
                .containsExactly("GET /v1/zones/z1/records?type=A&key=k7", "GET /v1/zones/z1/records?page=2&key=k7");
        assertThat(api.sent)
                .allSatisfy(
                        request -> assertThat(request.headers()).containsEntry("Authorization", "Bearer s3cret-token"));
    }

    @ParameterizedTest
    @Tag("promise-22")
    @ValueSource(
            strings = {
                "https://evil.example/v1/zones?page=2",
                "//evil.example/v1/zones?page=2",
                "http://api.example.com/v1/zones?page=2",
                "https://api.example.com:8443/v1/zones?page=2",
                "https://api.example.com@evil.example/v1?page=2",
                "https://user@api.example.com/v1?page=2",
                "https://api.example.com.evil.example/v1?page=2",
                "ftp://api.example.com/v1?page=2",
                "mailto:someone",
                "https:///v1?page=2"
            })
    void aLinkToAnotherOriginIsRefused(String link) {
        for (HttpTransport.Answer answer : List.of(
                Api.ok(page(0, 3, ",\"next\":\"" + link + "\"")),
                Api.answer(200, "link", "<" + link + ">; rel=\"next\"", page(0, 3, "")))) {
            Api api = new Api(request -> answer);
            Pages pages = answer.headers().isEmpty() ? Pages.link(NEXT) : Pages.linkHeader();

            assertThatThrownBy(() -> read(api, pages))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("another host");
            assertThat(api.sent).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example.com/a b", "%%", "http://[::1", "https://api.example.com/{x}"})
    void aLinkThatIsNoUrlIsAnErrorWithoutItsText(String link) {
        Api api = new Api(request -> Api.ok(page(0, 3, ",\"next\":\"" + link + "\"")));

        assertThatThrownBy(() -> read(api, Pages.link(NEXT)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("is no URL")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?page=2>; rel=\"next\"",
                "<?page=2>;rel=next",
                "<?page=2>; REL=\"NEXT\"",
                "<?page=2>; rel=\"last next\"",
                "<?page=2>; rel=\"next last\"; title=\"a, b\"",
                "<?page=2>; title=\"to <b>, or; rel=prev\"; rel=\"next\"",
                "<?page=1>; rel=\"prev\", <?page=2>; rel=\"next\", <?page=9>; rel=\"last\"",
                "<?page=1>; rel=\"first\",<?page=2>; rel=\"next\"",
            })
    void theLinkHeaderLeadsOn(String header) throws InterruptedException {
        Api api = new Api(request -> String.valueOf(request.uri().getRawQuery()).equals("page=2")
                ? Api.ok(page(3, 5, ""))
                : Api.answer(200, "link", header, page(0, 3, "")));

        assertThat(read(api, Pages.linkHeader())).isEqualTo(numbers(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<?page=2>",
                "<?page=2>; rel=\"prev\"",
                "<?page=2>; rel=\"nextpage\"",
                "<?page=2>; rel=next-archive",
                "<?page=2>; title=\"rel=next\"",
                "<?page=2>; anchorrel=\"next\"",
                "nonsense",
            })
    void aLinkHeaderWithoutANextPageIsTheEnd(String header) throws InterruptedException {
        Api api = new Api(request -> Api.answer(200, "link", header, page(0, 3, "")));

        assertThat(read(api, Pages.linkHeader())).isEqualTo(numbers(3));
        assertThat(api.sent).hasSize(1);
    }

    @Test
    void theNextPageMayStandInAnyOfSeveralLinkHeadersAndALongOneIsReadToo() throws InterruptedException {
        HttpTransport.Answer first = new HttpTransport.Answer(
                200,
                Map.of(
                        "link",
                        List.of(
                                "<?page=9>; rel=\"last\"; title=\"" + "x,".repeat(50_000) + "\"",
                                "<?page=2>; rel=\"next\"")),
                page(0, 3, ""));
        Api api = new Api(request ->
                String.valueOf(request.uri().getRawQuery()).equals("page=2") ? Api.ok(page(3, 5, "")) : first);

        assertThat(read(api, Pages.linkHeader())).isEqualTo(numbers(5));
    }

    @Test
    @Tag("promise-22")
    void aLinkAtAnOriginWithoutAPathStaysThere() throws InterruptedException {
        Api api = new Api(request -> Api.ok(
                request.uri().equals(URI.create("https://api.example.com/more"))
                        ? page(3, 5, "")
                        : page(0, 3, ",\"next\":\"more\"")));
        ProviderHttp http = ProviderEndpoint.of(
                        io.github.ddnsjava.config.Settings.none(), "https://api.example.com", api.context())
                .on(api.gate);

        assertThat(http.call("List")
                        .all(Pages.link(NEXT), page -> page.get("items").asList()))
                .hasSize(5);
    }

    @Test
    void everyPageIsAnExchangeOfItsOwnWithTheSameName() throws InterruptedException {
        Api api = numbered(7, "");

        api.http()
                .post("/zones/{zone}/records", "z1")
                .query("type", "A")
                .named("ListRecords")
                .reading()
                .all(
                        Pages.numbered("page", "size", SIZE),
                        page -> page.get("items").asList());

        assertThat(api.gate.told)
                .hasSize(3)
                .containsOnly("POST api.example.com/zones/{zone}/records ListRecords")
                .isEqualTo(api.gate.reads);
    }

    @Test
    void aPageThatCannotBeReadIsAnErrorAndNotTheEnd() {
        Api api = new Api(
                request -> query(request, "page").equals("1") ? Api.ok(page(0, 3, "")) : Api.ok("<html>busy</html>"));
        Api failing =
                new Api(request -> query(request, "page").equals("1") ? Api.ok(page(0, 3, "")) : Api.answer(500, ""));

        assertThatThrownBy(() -> read(api, Pages.numbered("page", "size", SIZE)))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> read(failing, Pages.numbered("page", "size", SIZE)))
                .hasMessageContaining("HTTP 500");
    }
}
