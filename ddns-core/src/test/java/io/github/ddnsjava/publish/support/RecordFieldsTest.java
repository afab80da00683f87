package io.github.ddnsjava.publish.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.http.ProviderRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single records as JSON objects: what is read of a list and of an answer. */
class RecordFieldsTest {
    private static final Zone ZONE = new Zone(DnsName.of("example.com"), "7");
    private static final DnsName WWW = DnsName.of("www.example.com");
    private static final RecordFields FIELDS = RecordFields.of(NameForm.RELATIVE_AT, "name", "type", "data")
            .id("id")
            .ttl("ttl");

    private static List<JsonReader> list(String json) {
        return JsonReader.parse("a list", json.replace('\'', '"')).asList();
    }

    @Test
    void aListIsReadWithItsNamesIdsAndTimesToLive() {
        Listing listing = FIELDS.listing(ZONE, list("""
                [{'id': 1, 'name': '@', 'type': 'A', 'data': '192.0.2.1', 'ttl': 300},
                 {'id': 'x', 'name': 'www', 'type': 'AAAA', 'data': '2001:db8::1', 'ttl': 600},
                 {'id': 3, 'name': '_srv', 'type': 'TXT', 'data': 'text', 'ttl': 5}]"""));

        ZoneRecord apex = listing.at(ZONE.name(), RecordType.A).get(0);
        assertThat(apex.id()).isEqualTo("1");
        assertThat(apex.attributes()).isEqualTo(Map.of("ttl", Duration.ofMinutes(5)));
        assertThat(apex.raw()).isPresent();
        assertThat(listing.at(WWW, RecordType.AAAA))
                .containsExactly(ZoneRecord.of(WWW, IpAddress.parse("2001:db8::1"))
                        .withId("x")
                        .withTtl(Duration.ofMinutes(10)));
    }

    private static Map<String, Object> attributes(RecordFields fields, String ttl) {
        Listing listing =
                fields.listing(ZONE, list("[{'id': 1, 'name': 'www', 'type': 'A', 'data': '192.0.2.1'" + ttl + "}]"));
        return listing.at(WWW, RecordType.A).get(0).attributes();
    }

    @Test
    void aTimeToLiveOfZeroStandsForTheDefaultAndTheLargestIsThatOfRfc2181() {
        assertThat(attributes(FIELDS, ", 'ttl': 0")).isEmpty();
        assertThat(attributes(FIELDS.textTtl("ttl"), ", 'ttl': '0'")).isEmpty();
        assertThat(attributes(FIELDS, ", 'ttl': 2147483647"))
                .containsEntry("ttl", Duration.ofSeconds(Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", 'ttl': null"})
    void aTimeToLiveMayBeMissingOnlyWhereTheVendorSaysSo(String ttl) {
        assertThat(attributes(FIELDS.optionalTtl("ttl"), ttl)).isEmpty();
        for (RecordFields demanding : List.of(FIELDS, FIELDS.ttl("ttl", Duration.ofHours(1)), FIELDS.textTtl("ttl"))) {
            assertThatThrownBy(() -> attributes(demanding, ttl))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining(".ttl");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "2147483648", "4294967295", "9223372036854775807", "1.5", "true", "''", "'5m'", "{}"})
    void whatIsNoTimeToLiveIsNoAnswerOfTheVendor(String ttl) {
        for (RecordFields fields : List.of(FIELDS, FIELDS.optionalTtl("ttl"), FIELDS.textTtl("ttl"))) {
            assertThatThrownBy(() -> attributes(fields, ", 'ttl': " + ttl)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void aTimeToLiveIsATextOnlyWhereTheVendorSendsTexts() {
        RecordFields texts = FIELDS.textTtl("ttl");

        assertThat(attributes(texts, ", 'ttl': '600'")).isEqualTo(Map.of("ttl", Duration.ofMinutes(10)));
        assertThat(attributes(texts, ", 'ttl': 600")).isEqualTo(Map.of("ttl", Duration.ofMinutes(10)));
        assertThatThrownBy(() -> attributes(texts, ", 'ttl': '-600'")).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> attributes(FIELDS, ", 'ttl': '600'")).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aTimeToLiveThatIsDemandedIsThatOfTheVendorsDefaultWhereNoneIsConfigured() throws InterruptedException {
        RecordFields demanding = FIELDS.ttl("ttl", Duration.ofHours(1));

        assertThat(put(FIELDS, Map.of())).isEqualTo("{'type':'A','name':'www','data':'192.0.2.1'}");
        assertThat(put(demanding, Map.of())).isEqualTo("{'type':'A','name':'www','data':'192.0.2.1','ttl':3600}");
        assertThat(put(demanding, Map.of("ttl", Duration.ofMinutes(5))))
                .isEqualTo("{'type':'A','name':'www','data':'192.0.2.1','ttl':300}");
    }

    private static String put(RecordFields fields, Map<String, Object> attributes) throws InterruptedException {
        ValueWrite value =
                new ValueWrite(WWW, IpAddress.parse("192.0.2.1"), attributes, Optional.empty(), Optional.empty());
        Api api = new Api(request -> Api.ok(""));
        api.http().post("/records").json(body -> fields.put(body, ZONE, value)).send();
        return Api.body(api.sent.get(0)).replace('"', '\'');
    }

    /** Lists and requests of one vendor can have other words for the same. */
    @Test
    void requestsCanHaveOtherMembersForTheNameAndTheType() throws InterruptedException {
        RecordFields fields = FIELDS.written(NameForm.RELATIVE_AT, "HostName", "RecordType");
        Map<String, Object> repeated = new TreeMap<>();

        fields.repeat(
                repeated::put,
                list("[{'id': 1, 'name': '@', 'type': 'MX', 'data': 'mail', 'ttl': 60, 'locked': false}]")
                        .get(0));

        assertThat(repeated).isEqualTo(Map.of("HostName", "@", "RecordType", "MX", "data", "mail", "ttl", 60L));
        assertThat(put(fields, Map.of())).isEqualTo("{'RecordType':'A','HostName':'www','data':'192.0.2.1'}");
        assertThat(put(FIELDS.written(NameForm.FULL_DOT, "fqdn", "type"), Map.of()))
                .isEqualTo("{'type':'A','fqdn':'www.example.com.','data':'192.0.2.1'}");
        assertThat(fields.listing(ZONE, list("[{'id': 1, 'name': 'www', 'type': 'A', 'data': '192.0.2.1', 'ttl': 60}]"))
                        .at(WWW, RecordType.A))
                .hasSize(1);
    }

    @Test
    void recordsThatMustNotBeTouchedConcernTheirSetAndThoseThatStandAloneTheirName() {
        RecordFields fields = FIELDS.handsOff(json -> json.get("locked").asBoolean(), "it is locked")
                .standsAlone(Set.of("URL", "ALIAS"))
                .standsAlone(json -> json.get("type").asText().startsWith("SITE"), "it is a site");
        Listing listing = fields.listing(ZONE, list("""
                [{'id': 1, 'name': 'www', 'type': 'A', 'data': '192.0.2.1', 'ttl': 60, 'locked': true},
                 {'id': 2, 'name': 'www', 'type': 'AAAA', 'data': '2001:db8::1', 'ttl': 60, 'locked': false},
                 {'id': 3, 'name': 'txt', 'type': 'TXT', 'data': 'text'},
                 {'id': 4, 'name': '@', 'type': 'ALIAS', 'data': 'example.net'},
                 {'id': 5, 'name': 'site', 'type': 'SITEv6', 'data': 'example.net'}]"""));

        assertThat(listing.handsOff(WWW, RecordType.A)).contains("it is locked");
        assertThat(listing.handsOff(WWW, RecordType.AAAA)).isEmpty();
        assertThat(listing.handsOff(DnsName.of("txt.example.com"), RecordType.A))
                .isEmpty();
        assertThat(listing.handsOff(ZONE.name(), RecordType.AAAA))
                .contains("it has a record of the type ALIAS, beside which no address can stand; remove that first");
        assertThat(listing.handsOff(DnsName.of("site.example.com"), RecordType.A))
                .contains("it is a site");
    }

    @Test
    void aRecordWhoseNameAndTypeAreWrittenInOtherWaysIsAddedByThem() {
        RecordFields fields = FIELDS.handsOff(json -> json.get("locked").asBoolean(), "it is locked");
        Listing listing = new Listing();
        fields.add(
                listing,
                WWW,
                "A",
                list("[{'id': 1, 'data': '192.0.2.1', 'ttl': 60, 'locked': true}]")
                        .get(0));
        fields.add(listing, WWW, "MX", list("[{'id': 2, 'locked': false}]").get(0));
        fields.add(
                listing,
                WWW,
                "AAAA",
                list("[{'id': 3, 'data': '2001:db8::1', 'ttl': 60, 'locked': false}]")
                        .get(0));

        assertThat(listing.handsOff(WWW, RecordType.A)).contains("it is locked");
        assertThat(listing.at(WWW, RecordType.AAAA)).extracting(ZoneRecord::id).containsExactly("3");
    }

    @Test
    void anAnswerShowsWhatTheServerMadeOfAValue() {
        ValueWrite value =
                new ValueWrite(WWW, IpAddress.parse("192.0.2.1"), Map.of(), Optional.empty(), Optional.empty());

        assertThat(FIELDS.made(value, JsonReader.parse("it", "{\"id\": 9, \"data\": \"192.0.2.1\", \"ttl\": 60}")))
                .isEqualTo(ZoneRecord.of(WWW, IpAddress.parse("192.0.2.1"))
                        .withId("9")
                        .withTtl(Duration.ofMinutes(1)));
        for (String wrong : List.of("{}", "{\"id\": 9, \"data\": \"2001:db8::1\"}", "{\"data\": \"192.0.2.1\"}")) {
            assertThatThrownBy(() -> FIELDS.made(value, JsonReader.parse("it", wrong)))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void aCreationSendsTheWholeValueAndAChangeWhatItChanges() throws InterruptedException {
        Api api = new Api(request -> Api.ok("{\"record\": {\"id\": 9, \"data\": \"192.0.2.1\", \"ttl\": 60}}"));
        ValueWrite value = new ValueWrite(
                WWW,
                IpAddress.parse("192.0.2.1"),
                Map.of("ttl", Duration.ofSeconds(30)),
                Optional.empty(),
                Optional.empty());
        ZoneRecord made =
                ZoneRecord.of(WWW, IpAddress.parse("192.0.2.1")).withId("9").withTtl(Duration.ofMinutes(1));

        assertThat(FIELDS.create(api.http().post("/records"), ZONE, value, "record"))
                .isEqualTo(made);
        assertThat(FIELDS.change(api.http().patch("/records/9"), value, "record"))
                .isEqualTo(made);
        assertThat(api.sent)
                .extracting(Api::body)
                .containsExactly(
                        "{\"type\":\"A\",\"name\":\"www\",\"data\":\"192.0.2.1\",\"ttl\":30}",
                        "{\"data\":\"192.0.2.1\",\"ttl\":30}");
        assertThatThrownBy(() -> FIELDS.create(api.http().post("/records"), ZONE, value, ""))
                .as("the record is not the whole answer")
                .isInstanceOf(ProtocolException.class);
    }

    /** What the request has already stays, and it gets no second body. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCreationAndAChangeCanBeSentAsAFormOrInTheQuery(boolean inQuery) throws InterruptedException {
        Api api = new Api(request -> Api.ok("{\"record\": {\"id\": 9, \"data\": \"192.0.2.1\", \"ttl\": 60}}"));
        RecordFields fields = inQuery ? FIELDS.inQuery() : FIELDS.inForm();
        ValueWrite value = new ValueWrite(
                WWW,
                IpAddress.parse("192.0.2.1"),
                Map.of("ttl", Duration.ofSeconds(30)),
                Optional.empty(),
                Optional.empty());
        ZoneRecord made =
                ZoneRecord.of(WWW, IpAddress.parse("192.0.2.1")).withId("9").withTtl(Duration.ofMinutes(1));

        RecordFields later = fields.written(NameForm.RELATIVE_AT, "name", "type")
                .id("id")
                .ttl("ttl")
                .marker("note")
                .handsOff(json -> false, "it is locked");
        for (RecordFields one : List.of(fields, later)) {
            api.sent.clear();
            ProviderRequest create = api.http().post("/records");
            ProviderRequest change = api.http().post("/records");
            create = inQuery ? create.query("zone", 7) : create.form("zone", 7);
            change = inQuery ? change.query("id", 9) : change.form("id", 9);

            assertThat(one.create(create, ZONE, value, "record")).isEqualTo(made);
            assertThat(one.change(change, value, "record")).isEqualTo(made);

            assertThat(api.sent)
                    .extracting(request -> inQuery ? request.uri().getRawQuery() : Api.body(request))
                    .containsExactly("zone=7&type=A&name=www&data=192.0.2.1&ttl=30", "id=9&data=192.0.2.1&ttl=30");
            assertThat(api.sent)
                    .allMatch(request -> inQuery
                            ? request.body().isEmpty()
                            : "application/x-www-form-urlencoded"
                                    .equals(request.headers().get("Content-Type")));
        }
    }

    @Test
    void aFormHasTheSameFieldsAsAnObject() {
        ValueWrite value = new ValueWrite(
                WWW,
                IpAddress.parse("192.0.2.1"),
                Map.of("ttl", Duration.ofMinutes(1)),
                Optional.empty(),
                Optional.empty());
        Map<String, Object> form = new TreeMap<>();

        FIELDS.put(form::put, ZONE, value);

        assertThat(form)
                .isEqualTo(
                        Map.of("name", "www", "type", RecordType.A, "data", IpAddress.parse("192.0.2.1"), "ttl", 60L));
    }
}
