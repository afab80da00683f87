package io.github.ddnsjava.publish.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Ownership;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The table "whose value is it?", line by line, and what holds for all of it. */
class OwnershipRulesTest {
    private static final DnsName NAME = DnsName.of("home.example.com");
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration OTHER_TTL = Duration.ofHours(1);

    /** A change for tests: A and AAAA differ in nothing here. */
    private record Wish(
            Intent intent,
            Set<IpAddress> wanted,
            Optional<Set<IpAddress>> confirmed,
            Ownership owns,
            UpdateMode mode,
            Attributes attributes,
            Map<String, Object> effective) {
        static Wish of(Intent intent, int... wanted) {
            return new Wish(
                    intent,
                    addresses(wanted),
                    Optional.empty(),
                    Ownership.values(),
                    UpdateMode.UPSERT,
                    Attributes.none(),
                    Map.of());
        }

        Wish known(int... numbers) {
            return new Wish(intent, wanted, Optional.of(addresses(numbers)), owns, mode, attributes, effective);
        }

        Wish ownsSet() {
            return new Wish(intent, wanted, confirmed, Ownership.wholeSet(), mode, attributes, effective);
        }

        Wish marked() {
            return new Wish(intent, wanted, confirmed, Ownership.marked("ours"), mode, attributes, effective);
        }

        Wish with(Attributes wish) {
            return new Wish(intent, wanted, confirmed, owns, mode, wish, effective);
        }

        Wish effectiveAt(Object ttl) {
            return new Wish(intent, wanted, confirmed, owns, mode, attributes, Map.of("ttl", ttl));
        }

        Wish in(UpdateMode wanted) {
            return new Wish(intent, this.wanted, confirmed, owns, wanted, attributes, effective);
        }

        SetWrite on(ZoneRecord... present) {
            return OwnershipRules.write(change(), List.of(present));
        }

        RecordChange change() {
            return new RecordChange(
                    new RecordKey("p", NAME, RecordType.A),
                    intent,
                    wanted,
                    confirmed,
                    attributes,
                    effective,
                    Optional.empty(),
                    owns,
                    mode);
        }
    }

    private static Wish ensure(int... wanted) {
        return Wish.of(Intent.ENSURE, wanted);
    }

    private static Wish withdraw() {
        return Wish.of(Intent.WITHDRAW);
    }

    private static IpAddress address(int number) {
        return IpAddress.of(new byte[] {(byte) 203, 0, 113, (byte) number});
    }

    private static Set<IpAddress> addresses(int... numbers) {
        return IntStream.of(numbers).mapToObj(OwnershipRulesTest::address).collect(Collectors.toSet());
    }

    private static ZoneRecord value(int number) {
        return new ZoneRecord("id" + number, NAME, address(number), Map.of("ttl", TTL), Optional.empty());
    }

    private static ZoneRecord marked(int number) {
        return new ZoneRecord("id" + number, NAME, address(number), Map.of("ttl", TTL), Optional.of("ours"));
    }

    private static SetWrite.Update update(ZoneRecord record, int number) {
        return new SetWrite.Update(record, address(number), Map.of());
    }

    private static SetWrite.Create create(int number) {
        return new SetWrite.Create(address(number), Map.of());
    }

    @Test
    void whereNothingStandsAValueIsCreated() {
        SetWrite write = ensure(1).on();

        assertThat(write.creates()).containsExactly(create(1));
        assertThat(write.size()).isEqualTo(1);
    }

    @Test
    @Tag("promise-12")
    void whereTheWantedValueStandsNothingIsWritten() {
        assertThat(ensure(1).on(value(1)).size()).isZero();
        assertThat(ensure(1).known(1).on(value(1), value(7)).size()).isZero();
        assertThat(ensure(1).on(value(1), value(7)).size()).isZero();
    }

    @Test
    void ourConfirmedValueIsReplacedInPlace() {
        SetWrite write = ensure(2).known(1).on(value(7), value(1));

        assertThat(write.updates()).containsExactly(update(value(1), 2));
        assertThat(write.size()).isEqualTo(1);
        assertThat(write.values()).isEqualTo(addresses(2, 7));
    }

    @Test
    void ourStaleValueBesideTheWantedOneIsRemoved() {
        SetWrite write = ensure(2).known(1).on(value(1), value(2), value(7));

        assertThat(write.deletes()).containsExactly(value(1));
        assertThat(write.size()).isEqualTo(1);
        assertThat(write.values()).isEqualTo(addresses(2, 7));
    }

    /** A vendor that cannot change a record in place leaves both, if the deletion of the old one fails. */
    @Test
    @Tag("promise-15")
    void whatStandsThereTwiceIsOneValueAndTheOneWithTheRightAttributesStays() {
        ZoneRecord old = new ZoneRecord("old", NAME, address(1), Map.of("ttl", OTHER_TTL), Optional.empty());

        assertThat(ensure(1).on(value(1), old, value(7)).deletes()).containsExactly(old);
        SetWrite write = ensure(1).with(Attributes.none().ensure("ttl", TTL)).on(old, value(1), value(7));
        assertThat(write.deletes()).containsExactly(old);
        assertThat(write.size()).isEqualTo(1);
        assertThat(write.values()).isEqualTo(addresses(1, 7));

        assertThat(ensure(1, 2).on(value(1), old).updates()).containsExactly(update(old, 2));
        assertThat(ensure(3)
                        .known(3)
                        .on(value(3), value(7), new ZoneRecord("7", NAME, address(7), Map.of(), Optional.empty()))
                        .size())
                .isZero();
    }

    @Test
    void withoutStateASingleValueIsAdoptedAndReplaced() {
        SetWrite write = ensure(1).on(value(7));

        assertThat(write.updates()).containsExactly(update(value(7), 1));
        assertThat(write.size()).isEqualTo(1);
    }

    @Test
    @Tag("promise-7")
    void aSingleValueThatTookThePlaceOfOursIsDriftAndReplaced() {
        assertThat(ensure(1).known(1).on(value(7)).updates()).containsExactly(update(value(7), 1));
    }

    @Test
    @Tag("promise-13")
    void afterAWithdrawalNothingThatStandsThereIsOurs() {
        SetWrite one = ensure(1).known().on(value(7));
        assertThat(one.creates()).containsExactly(create(1));
        assertThat(one.values()).isEqualTo(addresses(1, 7));

        assertThat(ensure(1).known().on(value(7), value(8)).values()).isEqualTo(addresses(1, 7, 8));
    }

    @Test
    @Tag("promise-13")
    void severalValuesOfWhichNoneIsOursAreAmbiguousAndListed() {
        for (Wish wish : List.of(ensure(1), ensure(1).known(2), Wish.of(Intent.TOUCH, 1))) {
            assertThatThrownBy(() -> wish.on(value(7), value(8)))
                    .isInstanceOfSatisfying(RejectedException.class, e -> {
                        assertThat(e.reason()).isEqualTo(RejectedException.Reason.AMBIGUOUS);
                        assertThat(e.kind()).isEqualTo(ProblemKind.AMBIGUOUS);
                    })
                    .hasMessageContaining("home.example.com A")
                    .hasMessageContaining("203.0.113.7, 203.0.113.8")
                    .hasMessageContaining("owns");
        }
    }

    @Test
    @Tag("promise-13")
    void withAMarkerOnlyMarkedValuesAreTouched() {
        SetWrite changed = ensure(2).marked().on(value(7), marked(1));
        assertThat(changed.updates()).containsExactly(update(marked(1), 2));
        assertThat(changed.values()).isEqualTo(addresses(2, 7));

        SetWrite first = ensure(2).marked().known(7).on(value(7));
        assertThat(first.creates()).containsExactly(create(2));
        assertThat(first.values()).isEqualTo(addresses(2, 7));

        ZoneRecord foreign = new ZoneRecord("x", NAME, address(9), Map.of(), Optional.of("theirs"));
        assertThat(ensure(2).marked().on(foreign, value(7), value(8)).values()).isEqualTo(addresses(2, 7, 8, 9));
    }

    @Test
    void aSetThatIsOursIsReplacedAsAWhole() {
        SetWrite write = ensure(1).ownsSet().on(value(7), value(8), value(9));

        assertThat(write.updates()).containsExactly(update(value(7), 1));
        assertThat(write.deletes()).containsExactly(value(8), value(9));
        assertThat(write.values()).isEqualTo(addresses(1));
    }

    @Test
    void severalWantedValuesAreBroughtAboutByTheFewestChanges() {
        SetWrite write = ensure(1, 2, 3).known(1, 4).on(value(1), value(4), value(7));

        assertThat(write.updates()).containsExactly(update(value(4), 2));
        assertThat(write.creates()).containsExactly(create(3));
        assertThat(write.deletes()).isEmpty();
        assertThat(write.values()).isEqualTo(addresses(1, 2, 3, 7));
    }

    @Test
    void fewerWantedValuesRemoveTheOthersOfOurs() {
        SetWrite write = ensure(1).known(1, 2).on(value(1), value(2), value(7));

        assertThat(write.deletes()).containsExactly(value(2));
        assertThat(write.values()).isEqualTo(addresses(1, 7));
    }

    @Test
    @Tag("promise-13")
    void aWithdrawalRemovesWhatIsOursAndNothingElse() {
        assertThat(withdraw().known(1).on(value(1), value(7)).deletes()).containsExactly(value(1));
        assertThat(withdraw().known(1).on(value(7)).size()).isZero();
        assertThat(withdraw().on(value(7)).size()).isZero();
        assertThat(withdraw().on(value(7), value(8)).size()).isZero();
        assertThat(withdraw().marked().known(7).on(value(7), marked(1)).deletes())
                .containsExactly(marked(1));
        assertThat(withdraw().ownsSet().on(value(7), value(8)).values()).isEmpty();
        assertThat(withdraw().known(1).on().size()).isZero();
    }

    @Test
    @Tag("promise-9")
    void aTouchWritesWhatIsRightAndOnlyOurs() {
        SetWrite write = Wish.of(Intent.TOUCH, 1).known(1).on(value(1), value(7));

        assertThat(write.updates()).containsExactly(update(value(1), 1));
        assertThat(write.size()).isEqualTo(1);
        assertThat(write.values()).isEqualTo(addresses(1, 7));
    }

    @Test
    @Tag("promise-13")
    void attributesThatAreNotNamedArePreserved() {
        assertThat(ensure(1).on(value(1)).size()).isZero();
        assertThat(ensure(2).known(1).on(value(1)).updates().get(0).attributes())
                .isEmpty();
    }

    @Test
    void anEnsuredAttributeIsRepaired() {
        Attributes wish = Attributes.none().ensure("ttl", OTHER_TTL);

        assertThat(ensure(1).with(wish).on(value(1)).updates())
                .containsExactly(new SetWrite.Update(value(1), address(1), Map.of("ttl", OTHER_TTL)));
        assertThat(ensure(1).with(wish).on().creates().get(0).attributes()).isEqualTo(Map.of("ttl", OTHER_TTL));
        assertThat(ensure(1)
                        .with(Attributes.none().ensure("ttl", TTL))
                        .on(value(1))
                        .size())
                .isZero();
    }

    @Test
    void anEnsuredAttributeThatIsNotThereIsWritten() {
        assertThat(ensure(1)
                        .with(Attributes.none().ensure("proxied", true))
                        .on(value(1))
                        .size())
                .isEqualTo(1);
    }

    @Test
    void anInitialAttributeCountsOnlyForANewValue() {
        Attributes wish = Attributes.none().initial("ttl", OTHER_TTL);

        assertThat(ensure(1).with(wish).on().creates().get(0).attributes()).isEqualTo(Map.of("ttl", OTHER_TTL));
        assertThat(ensure(1).with(wish).on(value(1)).size()).isZero();
        assertThat(ensure(2).with(wish).known(1).on(value(1)).updates().get(0).attributes())
                .isEmpty();
    }

    @Test
    @Tag("promise-12")
    void aValueThatTheProviderClampedIsNotWrittenAgainAndAgain() {
        Wish wish = ensure(1).with(Attributes.none().ensure("ttl", Duration.ofSeconds(1)));

        assertThat(wish.effectiveAt(TTL).on(value(1)).size()).isZero();
        assertThat(wish.effectiveAt(OTHER_TTL).on(value(1)).size()).isEqualTo(1);
    }

    @Test
    @Tag("promise-12")
    void whatTheProviderShowsAfterAWriteThatDidNotShowItIsWhatItMadeOfTheAttribute() {
        Wish wish = ensure(1).with(Attributes.none().ensure("ttl", OTHER_TTL)).effectiveAt(RecordChange.NOT_SHOWN);

        assertThat(wish.on(value(1)).size()).isZero();
        assertThat(OwnershipRules.shown(wish.change(), List.of(value(1)))).isEqualTo(Map.of("ttl", TTL));
    }

    @Test
    @Tag("promise-12")
    void anAttributeOfWhichTheProviderShowsNoValueIsNotWrittenAgainAndAgain() {
        ZoneRecord bare = ZoneRecord.of(NAME, address(1));
        Wish wish = ensure(1).with(Attributes.none().ensure("ttl", OTHER_TTL));
        Wish told = wish.effectiveAt(RecordChange.NONE);

        assertThat(wish.on(bare).size()).isEqualTo(1);
        assertThat(OwnershipRules.shown(wish.change(), List.of(bare))).isEqualTo(Map.of("ttl", RecordChange.NONE));
        assertThat(told.on(bare).size()).isZero();
        assertThat(told.on(value(1)).size()).as("another value").isEqualTo(1);
    }

    /** An answer may repeat what was sent. What stands there after the second time is then what the provider made of it. */
    @Test
    @Tag("promise-12")
    void anAttributeThatTheAnswersOnlyRepeatIsSentTwiceAndNoMore() {
        Map<String, Object> sent = Map.of("ttl", OTHER_TTL);
        Wish wish = ensure(1).with(Attributes.none().ensure("ttl", OTHER_TTL));
        ZoneRecord bare = ZoneRecord.of(NAME, address(1));

        assertThat(effective(wish.on(value(1)), sent)).isEqualTo(sent);
        assertThat(effective(wish.effectiveAt(OTHER_TTL).on(value(1)), sent)).isEqualTo(Map.of("ttl", TTL));
        assertThat(effective(wish.effectiveAt(OTHER_TTL).on(bare), sent)).isEqualTo(Map.of("ttl", RecordChange.NONE));
        assertThat(wish.effectiveAt(TTL).on(value(1)).size()).isZero();
        assertThat(effective(wish.effectiveAt(OTHER_TTL).on(), sent)).isEqualTo(sent);
    }

    private static Map<String, Object> effective(SetWrite write, Map<String, Object> reported) {
        return ((ChangeResult.Applied) write.applied(reported)).effective();
    }

    @Test
    void theOrderOfAListedAttributeDoesNotCount() {
        ZoneRecord tagged = new ZoneRecord("x", NAME, address(1), Map.of("tags", List.of("b", "a")), Optional.empty());

        assertThat(ensure(1)
                        .with(Attributes.none().ensure("tags", List.of("a", "b")))
                        .on(tagged)
                        .size())
                .isZero();
        assertThat(ensure(1)
                        .with(Attributes.none().ensure("tags", List.of("a")))
                        .on(tagged)
                        .size())
                .isEqualTo(1);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @net.jqwik.api.Tag("promise-13")
    void othersValuesSurviveAndTheWantedOnesAreThere(
            @ForAll @Size(max = 4) Set<@IntRange(min = 1, max = 8) Integer> wanted,
            @ForAll @Size(max = 5) Set<@IntRange(min = 1, max = 8) Integer> present,
            @ForAll @Size(min = 1, max = 3) Set<@IntRange(min = 1, max = 8) Integer> ours,
            @ForAll boolean byMarker) {
        ZoneRecord[] records = present.stream()
                .map(number -> byMarker && ours.contains(number) ? marked(number) : value(number))
                .toArray(ZoneRecord[]::new);
        Wish wish = Wish.of(wanted.isEmpty() ? Intent.WITHDRAW : Intent.ENSURE, numbers(wanted))
                .known(numbers(ours));
        Wish asked = byMarker ? wish.marked() : wish;
        SetWrite write;
        try {
            write = asked.on(records);
        } catch (RejectedException e) {
            assertThat(present).hasSizeGreaterThan(1).doesNotContainAnyElementsOf(ours);
            return;
        }

        assertThat(write.values()).containsAll(wish.wanted());
        boolean adopted =
                !byMarker && present.size() == 1 && ours.stream().noneMatch(present::contains) && !wanted.isEmpty();
        for (int number : present) {
            if (!ours.contains(number) && !adopted) {
                assertThat(write.values()).as("not ours").contains(address(number));
            } else if (!wanted.contains(number)) {
                assertThat(write.values()).as("ours, or adopted").doesNotContain(address(number));
            }
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @net.jqwik.api.Tag("promise-12")
    void whatWasWrittenNeedsNoSecondWrite(
            @ForAll @Size(min = 1, max = 4) Set<@IntRange(min = 1, max = 8) Integer> wanted,
            @ForAll @Size(max = 5) Set<@IntRange(min = 1, max = 8) Integer> present,
            @ForAll boolean ownsSet) {
        Wish wish = ensure(numbers(wanted)).known(numbers(present));
        Wish asked = ownsSet ? wish.ownsSet() : wish;
        SetWrite write =
                asked.on(present.stream().map(OwnershipRulesTest::value).toArray(ZoneRecord[]::new));

        List<ZoneRecord> after = new ArrayList<>();
        write.values()
                .forEach(address ->
                        after.add(new ZoneRecord("new " + address, NAME, address, Map.of(), Optional.empty())));

        assertThat(asked.known(numbers(wanted))
                        .on(after.toArray(ZoneRecord[]::new))
                        .size())
                .isZero();
    }

    private static int[] numbers(Set<Integer> numbers) {
        int[] sorted = numbers.stream().mapToInt(Integer::intValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static void assertRefused(Wish wish, String word, ZoneRecord... present) {
        assertThatThrownBy(() -> wish.on(present))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining(word);
    }

    @Test
    void updateOnlyUpdatesOursOrASingleValueAndCreatesNothing() {
        Wish wish = ensure(1).in(UpdateMode.UPDATE_ONLY);

        assertRefused(wish, "update-only");
        assertRefused(wish.marked(), "update-only", value(7));
        assertRefused(wish.known(), "update-only", value(7));
        assertThat(wish.on(value(7)).updates()).containsExactly(update(value(7), 1));
        assertThat(wish.known(2).on(value(2), value(7)).updates()).containsExactly(update(value(2), 1));
        assertThat(wish.on(value(1)).size()).isZero();
    }

    @Test
    void updateOnlyMayAddToOurOwnSetAndTakeItAway() {
        assertThat(ensure(1, 2).known(1).in(UpdateMode.UPDATE_ONLY).on(value(1)).creates())
                .containsExactly(create(2));
        assertThat(withdraw().known(1).in(UpdateMode.UPDATE_ONLY).on(value(1)).deletes())
                .containsExactly(value(1));
        assertThat(withdraw().known(1).in(UpdateMode.UPDATE_ONLY).on().size()).isZero();
    }

    @Test
    @Tag("promise-13")
    void createOnlyNeverAdoptsNorStandsBesideWhatOthersCreated() {
        Wish wish = ensure(1).in(UpdateMode.CREATE_ONLY);

        assertRefused(wish, "create-only", value(7));
        assertRefused(wish.ownsSet(), "create-only", value(7), value(8));
        assertRefused(wish.known(), "create-only", value(7));
        assertRefused(wish.known(2), "create-only", value(7));
        assertRefused(wish.marked(), "create-only", value(7));
        assertThat(withdraw().in(UpdateMode.CREATE_ONLY).on(value(7)).size()).isZero();
    }

    @Test
    void createOnlyCreatesAndUpdatesWhatItCreated() {
        Wish wish = ensure(1).in(UpdateMode.CREATE_ONLY);

        assertThat(wish.on().creates()).containsExactly(create(1));
        assertThat(wish.known(2).on(value(2), value(7)).updates()).containsExactly(update(value(2), 1));
        assertThat(wish.known(2).ownsSet().on(value(2), value(7)).deletes()).containsExactly(value(7));
        assertThat(wish.marked().on(marked(2), value(7)).updates()).containsExactly(update(marked(2), 1));
    }

    @Test
    @Tag("promise-13")
    void createOnlyLeavesARightValueOfOthersAsItIs() {
        Wish wish = ensure(1)
                .with(Attributes.none().ensure("ttl", Duration.ofMinutes(1)))
                .in(UpdateMode.CREATE_ONLY);

        assertThat(wish.on(value(1)).size()).isZero();
        assertThat(wish.known(1).on(value(1)).size()).isEqualTo(1);
    }

    private static ZoneRecord slow(ZoneRecord record) {
        return new ZoneRecord(record.id(), NAME, record.address(), Map.of(Attributes.TTL, OTHER_TTL), record.marker());
    }

    @Test
    @Tag("promise-13")
    void theEffectiveAttributesAreThoseOfOurValueNotOfTheFirstOne() {
        RecordChange change = ensure(1).change();

        assertThat(OwnershipRules.effective(change, List.of(slow(value(9)), value(1))))
                .containsEntry(Attributes.TTL, TTL);
        assertThat(OwnershipRules.effective(ensure(2).known(1).change(), List.of(slow(value(9)), value(1))))
                .as("still our former address")
                .containsEntry(Attributes.TTL, TTL);
        assertThat(OwnershipRules.effective(ensure(2).marked().change(), List.of(slow(value(9)), marked(1))))
                .containsEntry(Attributes.TTL, TTL);
        assertThat(OwnershipRules.effective(change, List.of(slow(value(9)), slow(value(8)))))
                .as("none is known to be ours")
                .isEmpty();
        assertThat(OwnershipRules.effective(change, List.of())).isEmpty();
    }
}
