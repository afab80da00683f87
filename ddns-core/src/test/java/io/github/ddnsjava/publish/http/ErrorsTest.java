package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.http.ErrorTable.VendorError;
import org.junit.jupiter.api.Test;

/** Where answers name their errors. */
class ErrorsTest {
    @Test
    void aCodeIsATextOrANumberWhereverItStands() {
        assertThat(Errors.json("error/code", "error/text")
                        .apply(Api.ok("{\"error\":{\"code\":17,\"text\":\"no such zone\"}}")))
                .containsExactly(new VendorError("17", "no such zone"));
        assertThat(Errors.json("errors/1/id", "errors/0/id").apply(Api.ok("{\"errors\":[{\"id\":1},{\"id\":2}]}")))
                .containsExactly(new VendorError("2", "1"));
        assertThat(Errors.json("code", "message").apply(Api.ok("{\"message\":\"only words\"}")))
                .containsExactly(new VendorError("", "only words"));
    }

    @Test
    void whereCodeAndMessageAreTheSameItIsSaidOnce() {
        assertThat(Errors.json("error", "error").apply(Api.ok("{\"error\":\"bad_token\"}")))
                .containsExactly(new VendorError("bad_token", ""));
    }

    @Test
    void whatNamesNoErrorNamesNone() {
        for (String body : new String[] {"{}", "", "[]", "{\"code\":null}", "{\"code\":{}}", "{\"code\":[1]}"}) {
            assertThat(Errors.json("code", "message").apply(Api.ok(body))).isEmpty();
            assertThat(Errors.jsonList("errors", "code", "message").apply(Api.ok(body)))
                    .isEmpty();
        }
        assertThat(Errors.jsonList("errors", "code", "message").apply(Api.ok("{\"errors\":{\"code\":1}}")))
                .isEmpty();
        assertThat(Errors.firstWord().apply(Api.ok(" \r\n"))).isEmpty();
    }

    @Test
    void aListNamesSeveral() {
        assertThat(Errors.jsonList("errors", "code", "message")
                        .apply(Api.ok("{\"errors\":[{\"code\":1,\"message\":\"a\"},{},{\"message\":\"b\"}]}")))
                .containsExactly(new VendorError("1", "a"), new VendorError("", "b"));
    }

    @Test
    void aListMayBeTheWholeAnswer() {
        assertThat(Errors.jsonList("", "code", "message").apply(Api.ok("[{\"code\":1,\"message\":\"a\"}]")))
                .containsExactly(new VendorError("1", "a"));
        assertThat(Errors.jsonList("", "code", "message").apply(Api.ok("{\"code\":1}")))
                .isEmpty();
    }

    @Test
    void theFieldsOfARequestHaveOneTextOrSeveral() {
        assertThat(Errors.fields("errors")
                        .apply(Api.ok("{\"errors\":{\"name\":[\"bad\",\"long\"],\"ttl\":\"small\",\"type\":[]}}")))
                .containsExactly(
                        new VendorError("name", "bad"),
                        new VendorError("name", "long"),
                        new VendorError("ttl", "small"),
                        new VendorError("type", ""));
        assertThat(Errors.fields("errors").apply(Api.ok("{\"errors\":[\"bad\",{}]}")))
                .containsExactly(new VendorError("", "bad"), new VendorError("", ""));
        for (String body : new String[] {"{}", "[]", "{\"errors\":null}", "{\"errors\":[]}", "{\"errors\":\"no\"}"}) {
            assertThat(Errors.fields("errors").apply(Api.ok(body))).isEmpty();
        }
    }

    @Test
    void anAnswerMayHaveErrorsOfTwoForms() {
        assertThat(Errors.both(Errors.json("code", "message"), Errors.fields("errors"))
                        .apply(Api.ok("{\"code\":1,\"message\":\"bad\",\"errors\":{\"ttl\":\"small\"}}")))
                .containsExactly(new VendorError("1", "bad"), new VendorError("ttl", "small"));
    }

    @Test
    void anErrorMayHaveEitherOfTwoForms() {
        var either = Errors.either(Errors.jsonList("errors", "name", "text"), Errors.json("code", "message"));

        assertThat(either.apply(Api.ok("{\"code\":1,\"errors\":[{\"name\":\"ttl\",\"text\":\"bad\"}]}")))
                .containsExactly(new VendorError("ttl", "bad"));
        assertThat(either.apply(Api.ok("{\"code\":1,\"message\":\"bad\"}")))
                .containsExactly(new VendorError("1", "bad"));
        assertThat(either.apply(Api.ok("{}"))).isEmpty();
    }

    @Test
    void theFirstWordIsACodeInEitherCase() {
        assertThat(Errors.firstWord().apply(Api.ok(" KO\n"))).containsExactly(new VendorError("ko", "KO"));
        assertThat(Errors.firstWord().apply(Api.ok("ERROR Address 1.2.3.4 has not changed.\r\n")))
                .containsExactly(new VendorError("error", "ERROR Address 1.2.3.4 has not changed."));
    }

    @Test
    void whatIsNoJsonIsNotTheVendors() {
        assertThatThrownBy(() -> Errors.json("code", "message").apply(Api.ok("<html>")))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> Errors.jsonSuccess("code", "1").test(Api.ok("KO")))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void aSuccessHasOneOfItsValues() {
        assertThat(Errors.jsonSuccess("status/code", "1", "ok").test(Api.ok("{\"status\":{\"code\":\"1\"}}")))
                .isTrue();
        assertThat(Errors.jsonSuccess("status/code", "1", "ok").test(Api.ok("{\"status\":{\"code\":1}}")))
                .isTrue();
        assertThat(Errors.jsonSuccess("status/code", "1", "ok").test(Api.ok("{\"status\":{\"code\":\"OK\"}}")))
                .isFalse();
        assertThat(Errors.jsonSuccess("status/code", "1", "ok").test(Api.ok("{\"status\":\"1\"}")))
                .isFalse();
    }

    @Test
    void anAnswerOfWordsBeginsWithOneOfThem() {
        var success = Errors.firstWordSuccess("OK", "KO", "nohost");

        assertThat(success.test(Api.ok("ok\n192.0.2.1"))).isTrue();
        assertThat(success.test(Api.ok("KO"))).isFalse();
        assertThat(success.test(Api.ok("NOHOST x"))).isFalse();
        for (String body : new String[] {"", "<html>OK</html>", "OKAY", "no"}) {
            assertThatThrownBy(() -> success.test(Api.ok(body))).isInstanceOf(ProtocolException.class);
        }
    }
}
