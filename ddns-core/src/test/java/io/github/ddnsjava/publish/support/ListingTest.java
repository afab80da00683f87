package io.github.ddnsjava.publish.support;

import static io.github.ddnsjava.publish.support.RecordsApi.as;
import static io.github.ddnsjava.publish.support.RecordsApi.ensure;
import static io.github.ddnsjava.publish.support.RecordsApi.withdraw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stands in a zone, what must be left alone, and what a write gets back. */
class ListingTest {
    private static final DnsName NAME = DnsName.of("home.example.com");
    private static final ZoneRecord V4 = ZoneRecord.of(NAME, IpAddress.parse("192.0.2.1"));
    private static final ZoneRecord V6 = ZoneRecord.of(NAME, IpAddress.parse("2001:db8::1"));
    private static final ZoneRecord OTHER =
            ZoneRecord.of(DnsName.of("other.example.com"), IpAddress.parse("192.0.2.1"));

    @Test
    void valuesStandAtTheirNameAndType() {
        Listing listing = Listing.of(List.of(V4, V6, OTHER));

        assertThat(listing.at(NAME, RecordType.A)).containsExactly(V4);
        assertThat(listing.at(NAME, RecordType.AAAA)).containsExactly(V6);
        assertThat(listing.at(DnsName.of("none.example.com"), RecordType.A)).isEmpty();
        assertThat(new Listing().at(NAME, RecordType.A)).isEmpty();
    }

    @Test
    void aSetThatWasAskedForByItsKeyHasTheTextsOfItsAnswer() {
        RecordKey key = new RecordKey("main", NAME, RecordType.A);
        JsonReader texts = JsonReader.parse("it", "[\"192.0.2.1\", \"192.0.2.2\"]");

        Listing listing = new Listing().addSet(key, texts.asList(), Duration.ofMinutes(5));

        assertThat(listing.at(NAME, RecordType.A))
                .containsExactly(
                        V4.withTtl(Duration.ofMinutes(5)),
                        ZoneRecord.of(NAME, IpAddress.parse("192.0.2.2")).withTtl(Duration.ofMinutes(5)));
        assertThat(new Listing()
                        .addSet(key, List.of(JsonReader.parse("it", "\"Parked\"")), Duration.ZERO)
                        .handsOff(NAME, RecordType.A))
                .isPresent();
    }

    /** A zone that changes while its pages are read moves records from one page to the next. */
    @Test
    @Tag("promise-13")
    void aRecordThatComesTwiceCountsOnceAsItCameLast() {
        ZoneRecord first = V4.withId("7").marked("old");
        ZoneRecord again = V4.withId("7").marked("new");
        ZoneRecord twin = V4.withId("8");
        ZoneRecord sameId = ZoneRecord.of(NAME, IpAddress.parse("192.0.2.2")).withId("7");

        assertThat(Listing.of(List.of(first, twin, again)).at(NAME, RecordType.A))
                .containsExactly(twin, again);
        assertThat(Listing.of(List.of(V4, V6, V4)).at(NAME, RecordType.A))
                .as("a set has no value twice")
                .containsExactly(V4);
        assertThat(Listing.of(List.of(first, sameId)).at(NAME, RecordType.A))
                .as("the id of a set is that of all its values")
                .containsExactly(first, sameId);
    }

    /** Something that concerns the whole zone is a reason for each record set that was asked for, and for no other. */
    @Test
    void recordSetsCanBeLeftAloneTogether() {
        Listing listing = new Listing()
                .handsOff(NAME, RecordType.A, "it is an alias")
                .handsOff(
                        List.of(new RecordKey("dns", NAME, RecordType.A), new RecordKey("dns", NAME, RecordType.AAAA)),
                        "its zone is a copy");

        assertThat(listing.handsOff(NAME, RecordType.A)).contains("it is an alias");
        assertThat(listing.handsOff(NAME, RecordType.AAAA)).contains("its zone is a copy");
        assertThat(listing.handsOff(DnsName.of("other.example.com"), RecordType.A))
                .isEmpty();
    }

    @Test
    void aHandleComesBackByItsTypeOrIsMissing() {
        List<String> zone = new ArrayList<>(List.of("record"));

        List<?> back = new Listing().withHandle(zone).handle(List.class);
        assertThat(back == zone).isTrue();
        assertThatThrownBy(() -> new Listing().handle(List.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("java.util.List");
        assertThatThrownBy(() -> new Listing().withHandle("etag").handle(List.class))
                .isInstanceOf(IllegalStateException.class);
        assertThat(new Listing().withHandle("old").withHandle("new").handle(String.class))
                .isEqualTo("new");
    }

    @Test
    void theFirstReasonToLeaveASetAloneCounts() {
        Listing listing =
                new Listing().handsOff(NAME, RecordType.A, "it is weighted").handsOff(NAME, "it is an alias");

        assertThat(listing.handsOff(NAME, RecordType.A)).contains("it is weighted");
        assertThat(listing.handsOff(NAME, RecordType.AAAA)).contains("it is an alias");
        assertThat(listing.handsOff(OTHER.name(), RecordType.A)).isEmpty();
    }

    private final RecordsApi server = new RecordsApi("example.com");

    private ChangeResult result(RecordChange change) {
        return server.api.gate.results.get(change.key());
    }

    @Test
    @Tag("promise-13")
    void whatMustBeLeftAloneIsRefusedWithItsReasonAndItsNeighboursGoOn() throws InterruptedException {
        server.put("home.example.com", "ALIAS", "elsewhere.example", 300)
                .put("work.example.com", "WEIGHTED", "pool", 300)
                .put("work.example.com", "198.51.100.9", "198.51.100.8");
        RecordChange alias = ensure("home.example.com", "192.0.2.1");
        RecordChange alias6 = ensure("home.example.com", "2001:db8::1");
        RecordChange weighted = ensure("work.example.com", "192.0.2.1");
        RecordChange free = ensure("work.example.com", "2001:db8::1");
        RecordChange other = ensure("free.example.com", "192.0.2.1");

        server.recordSets(RecordsApi.can().build())
                .publish(List.of(alias, alias6, weighted, free, other), server.api.gate);

        for (RecordChange refused : List.of(alias, alias6, weighted)) {
            assertThat(result(refused)).isInstanceOfSatisfying(ChangeResult.Failed.class, failed -> {
                assertThat(failed.problem().kind()).isEqualTo(ProblemKind.REJECTED);
                assertThat(failed.problem().message())
                        .startsWith(refused.name() + " " + refused.type() + " is left alone: it is ");
            });
        }
        assertThat(result(free)).isInstanceOf(ChangeResult.Applied.class);
        assertThat(result(other)).isInstanceOf(ChangeResult.Applied.class);
        assertThat(server.writes()).hasSize(2);
        assertThat(server.at("work.example.com")).contains("pool", "198.51.100.8", "198.51.100.9");
    }

    @Test
    @Tag("promise-13")
    void whatMustBeLeftAloneIsNeitherWithdrawnNorTouchedNorCalledRight() throws InterruptedException {
        server.put("home.example.com", "WEIGHTED", "pool", 300).put("home.example.com", "192.0.2.1");
        for (RecordChange change : List.of(
                withdraw("home.example.com", RecordType.A, "192.0.2.1"),
                as(Intent.TOUCH, ensure("home.example.com", "192.0.2.1")),
                ensure("home.example.com", "192.0.2.1"))) {
            server.api.gate.results.clear();
            server.recordSets(RecordsApi.can().build()).publish(List.of(change), server.api.gate);

            assertThat(result(change)).isInstanceOf(ChangeResult.Failed.class);
        }
        assertThat(server.writes()).isEmpty();
    }

    @Test
    void whereNothingStandsThereIsNothingToWithdrawWhateverMustBeLeftAlone() throws InterruptedException {
        server.put("home.example.com", "ALIAS", "elsewhere.example", 300);
        RecordChange change = withdraw("home.example.com", RecordType.A, "192.0.2.1");

        server.recordSets(RecordsApi.can().build()).publish(List.of(change), server.api.gate);

        assertThat(result(change)).isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(server.writes()).isEmpty();
    }

    @Test
    void aValueIsReadByItsTextAndType() {
        assertThat(ZoneRecord.read(NAME, RecordType.AAAA, "2001:DB8::1"))
                .isEqualTo(ZoneRecord.of(NAME, IpAddress.parse("2001:db8::1")));
        for (String text : List.of("192.0.2", "2001:db8::1", "", "home.example.com")) {
            assertThatThrownBy(() -> ZoneRecord.read(NAME, RecordType.A, text))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("home.example.com A");
        }
    }

    /** The vendor has a word where an address is due, as for a parked domain. */
    @Test
    @Tag("promise-11")
    void aSetWithAValueThatIsNoAddressMustNotBeTouchedAndItsNeighboursMay() throws InterruptedException {
        server.put("home.example.com", "A", "Parked", 300).put("work.example.com", "192.0.2.1");
        RecordChange parked = ensure("home.example.com", "192.0.2.2");
        RecordChange other = ensure("work.example.com", "192.0.2.2");
        RecordChange withdrawal = withdraw("home.example.com", RecordType.A, "192.0.2.1");

        RecordSetsProvider provider = server.recordSets(RecordsApi.can().build());
        provider.publish(List.of(parked, other), server.api.gate);
        assertThat(result(parked)).isInstanceOfSatisfying(ChangeResult.Failed.class, failed -> {
            assertThat(failed.problem().kind()).isEqualTo(ProblemKind.REJECTED);
            assertThat(failed.problem().message()).contains("home.example.com A is left alone", "no address");
        });
        assertThat(result(other)).isInstanceOf(ChangeResult.Applied.class);

        server.api.gate.results.clear();
        provider.publish(List.of(withdrawal), server.api.gate);
        assertThat(result(withdrawal))
                .as("nobody knows what else is in the set")
                .isInstanceOf(ChangeResult.Failed.class);
        assertThat(server.at("home.example.com")).containsExactly("Parked");
    }

    /** An answer that lacks what belongs there is not the vendor's. */
    @Test
    void onlyAValueThatIsNoAddressConcernsItsSetAlone() {
        assertThatThrownBy(() -> new Listing().addSet(NAME, "A", type -> {
                    throw new ProtocolException("a member is missing");
                }))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void whatMustBeLeftAloneCanStillBeRead() throws InterruptedException {
        server.put("home.example.com", "WEIGHTED", "pool", 300).put("home.example.com", "192.0.2.1");

        assertThat(server.recordSets(RecordsApi.can().build())
                        .read(List.of(ensure("home.example.com", "192.0.2.1")), server.api.gate))
                .singleElement()
                .satisfies(view -> assertThat(view.addresses()).isEqualTo(Set.of(IpAddress.parse("192.0.2.1"))));
    }

    @Test
    @Tag("promise-22")
    void theRawFormOfAValueCountsForNothingAndIsNeverShown() {
        ZoneRecord raw = V4.withId("7").withRaw("a raw object with a secret");

        assertThat(raw).isEqualTo(V4.withId("7")).hasSameHashCodeAs(V4.withId("7"));
        assertThat(raw).hasToString("home.example.com A 192.0.2.1 (7)");
        assertThat(raw.marked("m").withId("8").with("proxied", true).raw()).contains("a raw object with a secret");
        assertThat(raw.marked("").marker()).isEmpty();
    }

    @Test
    void aSetOfAnyTypeIsAddedAsFarAsItMatters() {
        Listing listing = new Listing()
                .addSet(NAME, "A", type -> List.of(V4))
                .addSet(NAME, "AAAA", type -> List.of(V6))
                .addSet(OTHER.name(), "CNAME", type -> List.of(OTHER))
                .addSet(NAME, "MX", type -> {
                    throw new AssertionError("an MX record has no address");
                });

        assertThat(listing.at(NAME, RecordType.A)).containsExactly(V4);
        assertThat(listing.at(NAME, RecordType.AAAA)).containsExactly(V6);
        assertThat(listing.handsOff(NAME, RecordType.A)).isEmpty();
        assertThat(listing.at(OTHER.name(), RecordType.A)).isEmpty();
        assertThat(listing.handsOff(OTHER.name(), RecordType.AAAA))
                .hasValueSatisfying(why -> assertThat(why).contains("CNAME"));
    }
}
