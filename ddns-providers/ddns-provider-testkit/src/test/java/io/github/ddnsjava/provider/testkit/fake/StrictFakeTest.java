package io.github.ddnsjava.provider.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.publish.support.NameForm;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no row of a fake's table allows is refused: else the tests of a provider would say nothing. */
class StrictFakeTest {
    private static final Fake FAKE = new Fake();

    private static final class Fake extends ZoneFake {
        Fake() {
            super("/v1", Unit.RECORD, new Members("name", NameForm.RELATIVE_AT, "type", "data", "ttl"));
            demand("X-Key", "k3y", refusal(401, "who are you"));
            ttls(60, 3600, 300);
            refuseTwins(refusal(409, "twice"));
            route("own", "GET /zones/own", call -> json(200, "\"own\""));
            route(
                    "zone",
                    "GET /zones/{zone}?page,size",
                    call -> json(
                            200, call.page(found(call), "page", "size", 2, 10).as("records")));
            route("create", "POST /zones/{zone} {name,type,data,ttl}", call -> json(201, created(call)));
            route(
                    "many",
                    "PUT /zones/{zone} [{name,type,data,ttl}]",
                    call -> json(200, "" + call.items().size()));
            route("form", "POST /form (a,b)", call -> json(200, call.body()));
            route("any", "PATCH /zones/{zone} *", call -> json(200, "{}"));
        }

        private static Refusal refusal(int status, String words) {
            return new Refusal(status, words);
        }

        @Override
        protected Refusal invalid(String member, String why) {
            return refusal(400, member + " " + why);
        }

        @Override
        protected Refusal noSuchRoute() {
            return refusal(404, "nothing there");
        }

        void add(String form) {
            route("more", form, call -> json(200, "{}"));
        }
    }

    @BeforeAll
    static void start() {
        FAKE.begin();
        FAKE.addZone("example.com");
    }

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET;    /zones/own;                ''; 200; own",
                "GET;    /zones/example.com;        ''; 200; records",
                "GET;    /zones/example%2Ecom;      ''; 200; records",
                "GET;    /zones/example.com?page=1; ''; 200; records",
                "GET;    /zones/example.com?page=0; ''; 400; page",
                "GET;    /zones/example.com?size=11; ''; 400; size",
                "GET;    /zones/example.com?name=x; ''; 400; name",
                "GET;    /zones/example.com;        {}; 400; body",
                "GET;    /zones/example.org;        ''; 404; nothing",
                "GET;    /zones/example.com/;       ''; 404; nothing",
                "GET;    /zones//;                  ''; 404; nothing",
                "DELETE; /zones/example.com;        ''; 404; nothing",
                "PUT;    /zones/example.com;        [{'name':'a'},{}]; 200; 2",
                "PUT;    /zones/example.com;        [{'name':'a'},1]; 400; body",
                "PUT;    /zones/example.com;        [{'id':1}]; 400; id",
                "PUT;    /zones/example.com;        []; 400; body",
                "PUT;    /zones/example.com;        {}; 400; body",
                "POST;   /zones/example.com;        []; 400; body",
                "POST;   /zones/example.com;        {'name':'x','name':'y'}; 400; body",
                "POST;   /zones/example.com;        {'name':'x','type':'A','data':'192.0.2.1','id':1}; 400; id",
                "POST;   /zones/example.com;        {'name':'x','type':'A','data':'192.0.2.1','ttl':59}; 400; ttl",
                "POST;   /zones/example.com;        {'name':'x','type':'A','data':'192.0.2.1','ttl':3601}; 400; ttl",
                "POST;   /form;                     a=1; 400; form",
                "PATCH;  /zones/example.com;        nonsense; 200; {}"
            })
    void onlyWhatARowAllowsIsAnswered(String method, String path, String body, int status, String words)
            throws Exception {
        var answer = FAKE.send(method, path, body.replace('\'', '"'), Map.of("X-Key", "k3y"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(words);
        assertThat(FAKE.send(method, path, body, Map.of()).statusCode()).isEqualTo(401);
    }

    @Test
    void aBodyIsReadAsWhatItsContentTypeSays() throws Exception {
        assertThat(FAKE.send("PUT", "/zones/example.com", "[{}]", Map.of("X-Key", "k3y", "Content-Type", "text/plain"))
                        .statusCode())
                .isEqualTo(400);
        Map<String, String> form = Map.of("X-Key", "k3y", "Content-Type", "application/x-www-form-urlencoded");
        assertThat(FAKE.send("POST", "/form", "a=%2B1&b=", form).body()).isEqualTo("{\"a\":\"+1\",\"b\":\"\"}");
        assertThat(FAKE.send("POST", "/form", "a=1&c=2", form).statusCode()).isEqualTo(400);
        assertThat(FAKE.send("POST", "/form", "a=1&a=2", form).statusCode()).isEqualTo(400);
    }

    @Test
    void aParameterThatComesTwiceIsRefused() throws Exception {
        assertThat(FAKE.send("GET", "/zones/example.com?page=1&page=1", "", Map.of("X-Key", "k3y"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aRecordHasWhatTheVendorTakesForGrantedAndCannotStandTwice() throws Exception {
        FAKE.addZone("example.net");
        String body = "{\"name\":\"x\",\"type\":\"A\",\"data\":\"192.0.2.1\"}";

        assertThat(FAKE.send("POST", "/zones/example.net", body, Map.of("X-Key", "k3y"))
                        .body())
                .contains("\"ttl\":300");
        assertThat(FAKE.send("POST", "/zones/example.net", body, Map.of("X-Key", "k3y"))
                        .statusCode())
                .isEqualTo(409);
        assertThat(FAKE.records("example.net")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/zones", "GET zones", "GET /zones {a", "GET /zones a", "get /zones"})
    void aRowInAnotherFormIsAMistakeOfTheFake(String form) {
        assertThatThrownBy(() -> FAKE.add(form))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(form);
    }
}
