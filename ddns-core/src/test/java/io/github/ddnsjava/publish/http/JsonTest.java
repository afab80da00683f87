package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String ANSWER =
            "{\"text\":\"t\",\"flag\":true,\"number\":5,\"big\":12345678901234567890,\"half\":0.5,\"null\":null,"
                    + "\"list\":[{\"id\":1},{\"id\":\"two\"}]}";

    private final JsonReader json = JsonReader.parse("GET api.example/x", ANSWER);

    @Test
    void valuesAreReadByTheirTypes() {
        assertThat(json.get("text").asText()).isEqualTo("t");
        assertThat(json.get("flag").asBoolean()).isTrue();
        assertThat(json.get("flag").asBoolean(false)).isTrue();
        assertThat(json.get("nothing").asBoolean(true)).isTrue();
        assertThat(json.get("nothing").asBoolean(false)).isFalse();
        assertThat(json.get("text").asFlag("t", "f")).isTrue();
        assertThat(json.get("text").asFlag("f", "t")).isFalse();
        assertThat(json.get("number").asLong()).isEqualTo(5);
        assertThat(json.get("number").asSeconds()).isEqualTo(Duration.ofSeconds(5));
        assertThat(json.get("list").asList())
                .extracting(item -> item.get("id").asId())
                .containsExactly("1", "two");
        assertThat(json.isObject()).isTrue();
    }

    @Test
    void theEmptyPathIsTheValue() {
        assertThat(json.at("")).isSameAs(json);
        assertThat(json.at("list").at("")).isEqualTo(json.get("list"));
    }

    @Test
    void anAddressIsReadByItsFamily() {
        JsonReader both = JsonReader.parse("x", "[\"192.0.2.1\",\"2001:DB8::1\",\"192.0.2.01\"]");

        assertThat(both.at("0").asAddress()).isEqualTo(IpAddress.parse("192.0.2.1"));
        assertThat(both.at("1").asAddress()).isEqualTo(IpAddress.parse("2001:db8::1"));
        assertThatThrownBy(() -> both.at("2").asAddress())
                .isInstanceOf(ProtocolException.class)
                .hasMessage("x $[2] is no address; expected an IP address");
    }

    @Test
    void whatIsMissingOrNullIsNotPresent() {
        assertThat(json.get("text").isPresent()).isTrue();
        assertThat(json.get("null").isPresent()).isFalse();
        assertThat(json.get("nothing").optional()).isEmpty();
        assertThat(json.get("nothing").get("below").get("it").isPresent()).isFalse();
        assertThat(json.get("text").get("below").isPresent()).isFalse();
    }

    @Test
    void anEmptyBodyIsAMissingValue() {
        assertThat(JsonReader.parse("x", "").isPresent()).isFalse();
        assertThat(JsonReader.parse("x", " \r\n").isPresent()).isFalse();
    }

    @Test
    void aValueOfAnotherTypeIsNamedByItsPathAndNotQuoted() {
        assertWrong(reader -> reader.get("list").asList().get(1).get("id").asLong(), "$.list[1].id", "of another type");
        assertWrong(reader -> reader.get("text").asBoolean(), "$.text", "true or false");
        assertWrong(reader -> reader.get("text").asBoolean(true), "$.text", "true or false");
        assertWrong(reader -> reader.get("text").asFlag("f", "g"), "$.text", "f or g");
        assertWrong(reader -> reader.get("flag").asText(), "$.flag", "a text");
        assertWrong(reader -> reader.get("half").asLong(), "$.half", "a whole number");
        assertWrong(reader -> reader.get("half").asId(), "$.half", "a text or a whole number");
        assertWrong(reader -> reader.get("big").asLong(), "$.big", "a whole number");
        assertWrong(reader -> reader.get("text").asList(), "$.text", "an array");
        assertWrong(reader -> reader.get("text").asAddress(), "$.text is no address; expected an IP address");
        assertWrong(reader -> reader.get("number").asAddress(), "$.number", "a text");
        assertWrong(reader -> reader.get("nothing").asAddress(), "$.nothing is missing");
        assertWrong(reader -> reader.get("null").asText(), "$.null", "is null");
        assertWrong(reader -> reader.get("nothing").asText(), "$.nothing", "is missing");
    }

    private void assertWrong(Consumer<JsonReader> reading, String... words) {
        assertThatThrownBy(() -> reading.accept(json))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining("GET api.example/x")
                .hasMessageNotContaining("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{} {}", "{\"a\":1,\"a\":2}", "nonsense", "{\"a\":NaN}", "'a'", "{a:1}", "[1,]", "//"})
    void whatIsNotStrictlyJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonReader.parse("x", text))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("x: the answer is not JSON")
                .hasNoCause();
    }

    @Test
    void aPageInPlaceOfJsonIsCalledOneAndNotQuoted() {
        assertThatThrownBy(() -> JsonReader.parse("x", "\n<html>token=s3cret</html>"))
                .hasMessageContaining("HTML")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void whatIsNestedTooDeeplyOrHasEndlessNumbersIsRefused() {
        assertThatThrownBy(() -> JsonReader.parse("x", "[".repeat(100_000))).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> JsonReader.parse("x", "[".repeat(65) + "]".repeat(65)))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> JsonReader.parse("x", "1".repeat(101))).isInstanceOf(ProtocolException.class);
        assertThat(JsonReader.parse("x", "[".repeat(60) + "]".repeat(60)).asList())
                .hasSize(1);
    }

    @Test
    @Tag("promise-22")
    void theTextOfAValueIsItsPlace() {
        assertThat(json.get("text")).hasToString("GET api.example/x $.text");
    }

    @Test
    void aBodyPutsEachValueInTheFormThatApisExpect() {
        JsonBody body = new JsonBody(value -> value instanceof Secret secret ? secret.reveal() : value.toString())
                .put("flag", true)
                .put("int", 1)
                .put("long", 2L)
                .put("ttl", Duration.ofMinutes(5))
                .put("name", DnsName.of("home.example.com"))
                .put("address", IpAddress.parse("2001:db8::1"))
                .put("token", Secret.of("s3\"cret"))
                .put("given", Optional.of(Duration.ofMinutes(1)))
                .put("absent", Optional.empty())
                .put("list", List.of(IpAddress.parse("203.0.113.1")))
                .object("nested", inner -> inner.put("a", "b"))
                .array("items", List.of("x", "y"), (item, text) -> item.put("content", text))
                .object("nested", inner -> inner.put("c", 1));

        assertThat(body)
                .hasToString("{\"flag\":true,\"int\":1,\"long\":2,\"ttl\":300,\"name\":\"home.example.com\","
                        + "\"address\":\"2001:db8::1\",\"token\":\"s3\\\"cret\",\"given\":60,\"list\":[\"203.0.113.1\"],"
                        + "\"nested\":{\"a\":\"b\",\"c\":1},\"items\":[{\"content\":\"x\"},{\"content\":\"y\"}]}");
    }

    @Test
    void anAnswerMayBeginWithAByteOrderMarkButNotBeMalformed() {
        assertThat(JsonReader.parse("GET a", "\uFEFF{\"a\":\"b\"}").get("a").asText())
                .isEqualTo("b");
        assertThatThrownBy(() -> JsonReader.parse("GET a", "{\"a\":\"\uDCE4\"}"))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("GET a: the answer is not UTF-8, or not in the encoding that it names");
    }
}
