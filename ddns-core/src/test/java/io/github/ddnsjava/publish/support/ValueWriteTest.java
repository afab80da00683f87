package io.github.ddnsjava.publish.support;

import static io.github.ddnsjava.publish.support.RecordsApi.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one call for one value has to send: all of a new one, the corrections of one that stands. */
class ValueWriteTest {
    private static final Duration TWO = Duration.ofMinutes(2);
    private static final Duration FIVE = Duration.ofMinutes(5);
    private static final ZoneRecord THERE = ZoneRecord.of(DnsName.of("home.example.com"), IpAddress.parse("192.0.2.1"))
            .withId("r1")
            .withTtl(FIVE)
            .with("proxied", true)
            .marked("ours");

    private static SetWrite write(Attributes wish, List<ZoneRecord> present, String... addresses) {
        RecordChange change = change(
                "home.example.com",
                RecordType.A,
                Intent.ENSURE,
                Optional.of(RecordsApi.addresses("192.0.2.1")),
                wish,
                addresses);
        return OwnershipRules.write(change, present);
    }

    @Test
    void aNewValueHasAllThatIsWanted() {
        Attributes wish = Attributes.none().initial(Attributes.TTL, TWO).ensure("proxied", false);
        ValueWrite value = write(wish, List.of(), "192.0.2.2").valueCreates().get(0);

        assertThat(value.attributes()).isEqualTo(Map.of(Attributes.TTL, TWO, "proxied", false));
        assertThat(value.all()).isEqualTo(value.attributes());
        assertThat(value.ttl()).contains(TWO);
        assertThat(value.type()).isEqualTo(RecordType.A);
        assertThat(value.before()).isEmpty();
        assertThatThrownBy(value::id).isInstanceOf(IllegalStateException.class);
        assertThat(value.asSent().id()).isEmpty();
        assertThat(write(Attributes.none(), List.of(), "192.0.2.2")
                        .valueCreates()
                        .get(0)
                        .ttl())
                .as("the provider decides")
                .isEmpty();
    }

    @Test
    @Tag("promise-13")
    void aChangeSendsCorrectionsAndKnowsAllElse() {
        Attributes wish = Attributes.none().initial(Attributes.TTL, TWO).ensure("proxied", false);
        ValueWrite value =
                write(wish, List.of(THERE), "192.0.2.2").valueUpdates().get(0);

        assertThat(value.attributes()).isEqualTo(Map.of("proxied", false));
        assertThat(value.all()).isEqualTo(Map.of(Attributes.TTL, FIVE, "proxied", false));
        assertThat(value.ttl()).contains(FIVE);
        assertThat(value.id()).isEqualTo("r1");
        assertThat(value.address()).isEqualTo(IpAddress.parse("192.0.2.2"));
        assertThat(value.asSent())
                .isEqualTo(new ZoneRecord(
                        "r1",
                        DnsName.of("home.example.com"),
                        IpAddress.parse("192.0.2.2"),
                        value.all(),
                        Optional.empty()));
    }

    @Test
    void theProvidersOwnFormIsThatOfTheValueBefore() {
        assertThat(write(Attributes.none(), List.of(THERE.withRaw("as it stands")), "192.0.2.2")
                        .valueUpdates()
                        .get(0)
                        .rawBefore(String.class))
                .contains("as it stands");
        assertThat(write(Attributes.none(), List.of(THERE), "192.0.2.2")
                        .valueUpdates()
                        .get(0)
                        .rawBefore(String.class))
                .isEmpty();
        assertThat(write(Attributes.none(), List.of(), "192.0.2.2")
                        .valueCreates()
                        .get(0)
                        .rawBefore(String.class))
                .isEmpty();
    }

    @Test
    @Tag("promise-13")
    void aSetHasTheAttributesThatStandThereCorrected() {
        Attributes initial = Attributes.none().initial(Attributes.TTL, TWO);
        Attributes ensured = Attributes.none().ensure(Attributes.TTL, TWO);

        assertThat(write(initial, List.of(), "192.0.2.2").ttl()).contains(TWO);
        assertThat(write(initial, List.of(THERE), "192.0.2.2").ttl()).contains(FIVE);
        assertThat(write(ensured, List.of(THERE), "192.0.2.2").ttl()).contains(TWO);
        assertThat(write(ensured, List.of(THERE), "192.0.2.2").attributes()).containsEntry("proxied", true);
        assertThat(write(Attributes.none(), List.of(), "192.0.2.2").ttl()).isEmpty();
    }

    @Test
    void whereTheAnswerDoesNotShowTheTtlItIsTheOneThatWasSent() {
        assertThat(write(Attributes.none(), List.of(THERE), "192.0.2.2").appliedWithTtl(TWO))
                .isEqualTo(new ChangeResult.Applied(
                        Outcome.UPDATED, RecordsApi.addresses("192.0.2.1"), Map.of(Attributes.TTL, FIVE)));
        assertThat(write(Attributes.none(), List.of(), "192.0.2.2").appliedWithTtl(TWO))
                .isEqualTo(
                        new ChangeResult.Applied(Outcome.CREATED, RecordsApi.addresses(), Map.of(Attributes.TTL, TWO)));
        SetWrite removal = new SetWrite(
                RecordsApi.withdraw("home.example.com", RecordType.A, "192.0.2.1"),
                List.of(THERE),
                List.of(),
                List.of(),
                List.of(THERE));
        assertThat(removal.appliedWithTtl(TWO)).isEqualTo(removal.applied());
    }

    @Test
    @Tag("promise-13")
    void allValuesOfASetHaveAttributesOfTheirOwn() {
        ZoneRecord others = ZoneRecord.of(DnsName.of("home.example.com"), IpAddress.parse("192.0.2.7"))
                .withId("r7")
                .withTtl(Duration.ofMinutes(9))
                .marked("of others");
        Attributes wish = Attributes.none().ensure(Attributes.TTL, TWO);

        List<ValueWrite> values =
                write(wish, List.of(others, THERE), "192.0.2.2", "192.0.2.3").allValues();

        assertThat(values)
                .extracting(
                        value -> value.address().toString(),
                        value -> value.ttl().orElseThrow(),
                        value -> value.before().map(ZoneRecord::id))
                .containsExactly(
                        tuple("192.0.2.2", TWO, Optional.of("r1")),
                        tuple("192.0.2.3", TWO, Optional.empty()),
                        tuple("192.0.2.7", Duration.ofMinutes(9), Optional.of("r7")));
        assertThat(values.get(2).marker()).contains("of others");
        ZoneRecord wanted = ZoneRecord.of(DnsName.of("home.example.com"), IpAddress.parse("192.0.2.2"));
        assertThat(write(wish, List.of(others, THERE, wanted), "192.0.2.2").allValues())
                .extracting(value -> value.address().toString())
                .as("without a stale value of ours")
                .containsExactly("192.0.2.2", "192.0.2.7");
    }

    @Test
    void membersOfTheVendorsOwnObjectAreRepeatedWhereTheyAre() throws InterruptedException {
        JsonReader raw = JsonReader.parse("it", "{\"prio\":0,\"notes\":null,\"tags\":[\"a\"]}");
        ValueWrite change = write(Attributes.none(), List.of(THERE.withRaw(raw)), "192.0.2.2")
                .valueUpdates()
                .get(0);
        ValueWrite creation =
                write(Attributes.none(), List.of(), "192.0.2.2").valueCreates().get(0);
        Api api = new Api(request -> Api.ok("{}"));

        for (ValueWrite value : List.of(change, creation)) {
            api.http()
                    .put("/value")
                    .json(body -> value.before().ifPresent(old -> old.repeat(body, "prio", "notes", "tags", "none")))
                    .send();
        }

        assertThat(api.sent).extracting(Api::body).containsExactly("{\"prio\":0,\"tags\":[\"a\"]}", "{}");
    }

    @Test
    @Tag("promise-13")
    void aSetIsRepeatedInTheWordsOfTheProvider() {
        DnsName name = DnsName.of("home.example.com");
        ZoneRecord others = listed(name, "2001:DB8::7");
        ZoneRecord ours = listed(name, "2001:DB8::1");
        RecordChange change = change(
                "home.example.com",
                RecordType.AAAA,
                Intent.ENSURE,
                Optional.of(RecordsApi.addresses("2001:db8::1")),
                Attributes.none(),
                "2001:db8::2");
        SetWrite set = OwnershipRules.write(change, List.of(others, ours));

        assertThat(set.before()).contains(new SetWrite.Whole(set, TWO, List.of("2001:DB8::7", "2001:DB8::1")));
        assertThat(set.after(Duration.ofHours(1)))
                .contains(new SetWrite.Whole(set, TWO, List.of("2001:db8::2", "2001:DB8::7")));
        assertThat(ZoneDnsProvider.Weight.ofBeforeAndAfter(set)).isEqualTo(new ZoneDnsProvider.Weight(1, 4, 44));
        assertThatThrownBy(write(Attributes.none(), List.of(THERE), "192.0.2.2")::before)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without its text");
    }

    private static ZoneRecord listed(DnsName name, String text) {
        return ZoneRecord.read(name, RecordType.AAAA, text).withTtl(TWO).withRaw(text);
    }

    @Test
    void aSetThatIsMadeOrRemovedIsThereAtOneTimeOnly() {
        SetWrite creation = write(Attributes.none(), List.of(), "192.0.2.2");
        assertThat(creation.before()).isEmpty();
        assertThat(creation.after(TWO)).contains(new SetWrite.Whole(creation, TWO, List.of("192.0.2.2")));

        SetWrite removal = new SetWrite(
                creation.change(), List.of(THERE.withRaw("192.0.2.1")), List.of(), List.of(), List.of(THERE));
        assertThat(removal.before()).map(SetWrite.Whole::texts).contains(List.of("192.0.2.1"));
        assertThat(removal.after(TWO)).isEmpty();
        assertThat(SetWrite.before(List.of(creation, removal)))
                .extracting(SetWrite.Whole::write)
                .containsExactly(removal);
        assertThat(SetWrite.after(List.of(creation, removal), TWO))
                .extracting(SetWrite.Whole::write)
                .containsExactly(creation);
    }
}
