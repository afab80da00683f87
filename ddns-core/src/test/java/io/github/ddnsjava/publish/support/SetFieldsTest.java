package io.github.ddnsjava.publish.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.xml.XmlReader;
import io.github.ddnsjava.xml.XmlWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Record sets as JSON objects: what is read of a list. */
class SetFieldsTest {
    private static final Zone ZONE = new Zone(DnsName.of("example.com"), "7");
    private static final DnsName WWW = DnsName.of("www.example.com");
    private static final SetFields TEXTS = SetFields.of(NameForm.RELATIVE_AT, "name", "type", "values", "ttl");
    private static final SetFields OBJECTS =
            TEXTS.valueAt("ip", json -> !json.get("off").isPresent());

    private static Listing listing(SetFields fields, String json) {
        return fields.listing(
                ZONE, JsonReader.parse("a list", json.replace('\'', '"')).asList());
    }

    private static Listing www(SetFields fields, String members) {
        return listing(fields, "[{'name': 'www', 'type': 'A'" + members + "}]");
    }

    @Test
    @Tag("promise-13")
    void valuesThatAreTextsKeepTheTextAndThoseThatAreObjectsTheObject() {
        Listing texts = listing(TEXTS, "[{'name': '@', 'type': 'AAAA', 'values': ['2001:DB8::1'], 'ttl': 300}]");
        assertThat(texts.at(ZONE.name(), RecordType.AAAA)).singleElement().satisfies(value -> {
            assertThat(value.address()).hasToString("2001:db8::1");
            assertThat(value.raw()).contains("2001:DB8::1");
            assertThat(value.ttl()).contains(Duration.ofMinutes(5));
        });

        Listing objects = www(OBJECTS, ", 'values': [{'ip': '192.0.2.1', 'note': 'x'}], 'ttl': 300");
        assertThat(objects.at(WWW, RecordType.A))
                .singleElement()
                .satisfies(value -> assertThat(value.raw())
                        .hasValueSatisfying(
                                raw -> assertThat(((JsonReader) raw).get("note").asText())
                                        .isEqualTo("x")));
    }

    /** What was read is written by the same names, in JSON and in XML. */
    @Test
    @Tag("promise-13")
    void aSetIsWrittenAsItWasReadInJsonAndInXml() throws InterruptedException {
        SetFields elements = SetFields.of(NameForm.FULL_DOT, "Name", "Type", "Values/Value", "TTL")
                .textAt("Text");
        String xml = "<Name>www.example.com.</Name><Type>AAAA</Type><TTL>60</TTL>"
                + "<Values><Value><Text>2001:DB8::1</Text></Value><Value><Text>2001:db8::2</Text></Value></Values>";
        JsonReader read =
                XmlReader.parse("a list", "<sets><set>" + xml + "</set></sets>").asJson();

        List<ZoneRecord> values =
                elements.listing(ZONE, read.get("set").asList()).at(WWW, RecordType.AAAA);

        SetWrite write = new SetWrite(
                RecordsApi.ensure("www.example.com", "2001:db8::1"), values, List.of(), List.of(), List.of());
        SetWrite.Whole before = write.before().orElseThrow();
        XmlWriter element = XmlWriter.document("set");
        elements.put(element, ZONE, before);
        assertThat(element.toString()).endsWith("<set>" + xml + "</set>");

        Api api = new Api(request -> Api.ok(""));
        api.http().post("/sets").json(body -> TEXTS.put(body, ZONE, before)).send();
        api.http()
                .post("/sets")
                .json(body -> TEXTS.textAt("ip").put(body, ZONE, before))
                .send();
        assertThat(Api.body(api.sent.get(0)).replace('"', '\''))
                .isEqualTo("{'name':'www','type':'AAAA','ttl':60,'values':['2001:DB8::1','2001:db8::2']}");
        assertThat(Api.body(api.sent.get(1)).replace('"', '\''))
                .endsWith("'values':[{'ip':'2001:DB8::1'},{'ip':'2001:db8::2'}]}");
    }

    /** A path of lists is a path in requests, too, and no member whose name has a slash. */
    @Test
    void theValuesOfASetAreWrittenToWhereTheyWereRead() throws InterruptedException {
        SetFields nested = SetFields.of(NameForm.RELATIVE_AT, "name", "type", "content/values", "ttl");
        for (SetFields fields : List.of(nested, nested.textAt("ip"))) {
            String set = "{'name':'www','type':'A','ttl':60,'content':{'values':['192.0.2.1']}}"
                    .replace("'192.0.2.1'", fields == nested ? "'192.0.2.1'" : "{'ip':'192.0.2.1'}");
            SetWrite.Whole before = whole(listing(fields, "[" + set + "]").at(WWW, RecordType.A));
            Api api = new Api(request -> Api.ok(""));

            api.http()
                    .post("/sets")
                    .json(body -> fields.put(body, ZONE, before))
                    .send();

            assertThat(Api.body(api.sent.get(0)).replace('"', '\'')).isEqualTo(set);
        }
    }

    private static SetWrite.Whole whole(List<ZoneRecord> values) {
        return new SetWrite(RecordsApi.ensure("www.example.com", "192.0.2.1"), values, List.of(), List.of(), List.of())
                .before()
                .orElseThrow();
    }

    /** What an object has beside its value would be lost. */
    @Test
    @Tag("promise-13")
    void valuesThatAreObjectsAreNotWrittenAsTexts() {
        Listing objects = www(OBJECTS, ", 'values': [{'ip': '192.0.2.1', 'note': 'x'}], 'ttl': 300");
        SetWrite.Whole texts =
                whole(www(TEXTS, ", 'values': ['192.0.2.1'], 'ttl': 300").at(WWW, RecordType.A));

        assertThatThrownBy(() -> whole(objects.at(WWW, RecordType.A)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without its text");
        assertThatThrownBy(() -> OBJECTS.put(JsonBody.of(), ZONE, texts))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the values of values are objects");
        assertThatThrownBy(() -> OBJECTS.put(XmlWriter.document("set"), ZONE, texts))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSetThatWasAskedForNeedsNeitherNameNorType() {
        Listing listing = new Listing();
        JsonReader set = JsonReader.parse("a set", "{\"values\": [\"192.0.2.1\"], \"ttl\": 300}");

        TEXTS.add(listing, new RecordKey("", WWW, RecordType.A), set);

        assertThat(listing.at(WWW, RecordType.A))
                .extracting(value -> value.address().toString())
                .containsExactly("192.0.2.1");
    }

    @Test
    void itemsThatDoNotCountAreNoValues() {
        Listing listing = www(OBJECTS, ", 'values': [{'ip': 'x', 'off': 1}, {'ip': '192.0.2.1'}], 'ttl': 300");

        assertThat(listing.at(WWW, RecordType.A))
                .extracting(value -> value.address().toString())
                .containsExactly("192.0.2.1");
        assertThat(listing.handsOff(WWW, RecordType.A)).isEmpty();
    }

    @Test
    void setsOfOtherTypesAndNamesThatAreNoHostNamesAreNotRead() {
        Listing listing =
                listing(TEXTS, "[{'name': '_x y', 'type': 'A'}, {'name': 'www', 'type': 'TXT', 'values': 1}]");

        assertThat(listing.at(WWW, RecordType.A)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", 'ttl': null"})
    void aTimeToLiveMayBeMissingOnlyWhereTheVendorSaysSo(String ttl) {
        String set = ", 'values': ['192.0.2.1']" + ttl;

        assertThat(www(TEXTS.ttlMayBeMissing(), set).at(WWW, RecordType.A))
                .singleElement()
                .satisfies(value -> assertThat(value.ttl()).isEmpty());
        assertThatThrownBy(() -> www(TEXTS, set))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(".ttl");
    }

    @Test
    @Tag("promise-13")
    void aProtectedSetIsLeftAloneAndNeedsNoValues() {
        SetFields fields = TEXTS.handsOff(set -> set.get("policy").isPresent(), "it has a policy");

        Listing elsewhere = www(fields, ", 'ttl': 300, 'policy': {}");
        assertThat(elsewhere.at(WWW, RecordType.A)).isEmpty();
        assertThat(elsewhere.handsOff(WWW, RecordType.A)).contains("it has a policy");
        Listing here = www(fields, ", 'ttl': 300, 'policy': {}, 'values': ['192.0.2.1']");
        assertThat(here.at(WWW, RecordType.A)).hasSize(1);
        assertThat(here.handsOff(WWW, RecordType.A)).contains("it has a policy");
        assertThat(here.handsOff(WWW, RecordType.AAAA)).isEqualTo(Optional.empty());
        for (String broken : List.of(", 'ttl': 300", ", 'ttl': 300, 'values': 'x'", ", 'ttl': 300, 'values': [1]")) {
            assertThatThrownBy(() -> www(fields, broken)).isInstanceOf(ProtocolException.class);
        }
    }
}
