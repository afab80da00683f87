package io.github.ddnsjava.decide;

import static io.github.ddnsjava.decide.EvidenceKind.DNS;
import static io.github.ddnsjava.decide.EvidenceKind.SECOND_READING;
import static io.github.ddnsjava.decide.Situations.A;
import static io.github.ddnsjava.decide.Situations.B;
import static io.github.ddnsjava.decide.Situations.NOW;
import static io.github.ddnsjava.decide.Situations.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UpdatePoliciesTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MOMENT = Duration.ofNanos(1);

    @Nested
    class OnChange {
        private final UpdatePolicy policy = UpdatePolicies.onChange();

        @Test
        @Tag("promise-7")
        void anAddressThatIsConfirmedIsKept() {
            assertThat(policy.decide(situation().detected(A).confirmed(A).now()))
                    .isEqualTo(Decision.keep());
        }

        @Test
        void anAddressThatIsNotTheConfirmedOneIsPublished() {
            assertThat(policy.decide(situation().detected(B).confirmed(A).now()))
                    .isEqualTo(Decision.publish(Set.of(B), "address changed"));
        }

        @Test
        void oneMoreAddressIsAChange() {
            assertThat(policy.decide(situation().known(A, B).confirmed(A).now()))
                    .isEqualTo(Decision.publish(Set.of(A, B), "address changed"));
        }

        @Test
        void anAddressIsPublishedAgainAfterAWithdrawal() {
            assertThat(policy.decide(situation().detected(A).confirmed().now()))
                    .isEqualTo(Decision.publish(Set.of(A), "address changed"));
        }

        @Test
        void aChangedWishIsPublished() {
            assertThat(policy.decide(situation()
                            .detected(A)
                            .confirmed(A)
                            .wantsAnotherTtl()
                            .now()))
                    .isEqualTo(Decision.publish(Set.of(A), "record changed"));
        }

        @Test
        void theAttributeThatIsWantedOtherwiseIsNamed() {
            assertThat(policy.decide(situation()
                            .detected(A)
                            .confirmed(A)
                            .wantsAnotherTtl()
                            .remembered(s -> s.effective = Map.of(Attributes.TTL, Duration.ofHours(1)))
                            .now()))
                    .isEqualTo(Decision.publish(Set.of(A), "ttl changed"));
        }

        @Test
        void aFailedDetectionLeavesEverythingAsItIs() {
            assertThat(policy.decide(situation().now())).isEqualTo(Decision.keep());
            assertThat(policy.decide(situation().confirmed(A).wantsAnotherTtl().now()))
                    .isEqualTo(Decision.keep());
        }

        @Test
        @Tag("promise-25")
        void aLostFamilyIsKeptByDefault() {
            assertThat(policy.decide(situation().absent().confirmed(A).now())).isEqualTo(Decision.keep());
        }

        @Test
        void aFamilyThatThisHostDoesNotHaveIsHeldAndSaysSo() {
            for (Situations none : new Situations[] {situation(), situation().confirmed()}) {
                Decision decision = policy.decide(none.absent().now());

                assertThat(decision).isInstanceOfSatisfying(Decision.Hold.class, hold -> {
                    assertThat(hold.problem().kind()).isEqualTo(ProblemKind.NO_ADDRESS);
                    assertThat(hold.problem().message()).contains("ipv4");
                    assertThat(hold.until()).isEmpty();
                });
            }
        }

        @Test
        void aReadableProviderIsAskedByPublishing() {
            assertThat(policy.decide(situation().detected(A).readable().now()))
                    .isEqualTo(Decision.publish(Set.of(A), "no value was confirmed before"));
        }

        @Test
        @Tag("promise-15")
        void aWriteThatMayHaveHappenedIsLookedUpAtAReadableProvider() {
            assertThat(policy.decide(situation()
                            .detected(B)
                            .confirmed(A)
                            .inDoubt(B)
                            .readable()
                            .now()))
                    .isEqualTo(Decision.publish(Set.of(B), "no value was confirmed before"));
        }

        @Test
        @Tag("promise-15")
        void whereTheProviderCannotBeReadDnsIsAskedBeforeTheFirstWrite() {
            Situations unknown = situation().detected(A);

            assertThat(policy.decide(unknown.now())).isEqualTo(Decision.ask(DNS));
            assertThat(policy.decide(unknown.says(DNS, A).now())).isEqualTo(Decision.keep());
            assertThat(policy.decide(unknown.says(DNS, B).now())).isInstanceOf(Decision.Publish.class);
            assertThat(policy.decide(unknown.says(DNS, A, B).now())).isInstanceOf(Decision.Publish.class);
            assertThat(policy.decide(unknown.says(DNS).now())).isInstanceOf(Decision.Publish.class);
            assertThat(policy.decide(unknown.cannotTell(DNS).now()))
                    .isEqualTo(Decision.publish(Set.of(A), "no value was confirmed before"));
        }

        @Test
        @Tag("promise-15")
        void aWriteInDoubtIsLookedUpInDnsBeforeItIsRepeated() {
            Situations doubtful = situation().detected(B).confirmed(A).inDoubt(B);

            assertThat(policy.decide(doubtful.now())).isEqualTo(Decision.ask(DNS));
            assertThat(policy.decide(doubtful.says(DNS, B).now())).isEqualTo(Decision.keep());
            assertThat(policy.decide(doubtful.says(DNS, A).now())).isInstanceOf(Decision.Publish.class);
        }

        @Test
        @Tag("promise-15")
        void aWriteInDoubtThatIsNoLongerWantedIsSupersededWhateverDnsSays() {
            // DNS may still say A because it has not heard of B yet.
            Situations superseded = situation().detected(A).confirmed(A).inDoubt(B);

            assertThat(policy.decide(superseded.now()))
                    .isEqualTo(Decision.publish(Set.of(A), "no value was confirmed before"));
            assertThat(policy.decide(superseded.says(DNS, A).now())).isInstanceOf(Decision.Publish.class);
        }

        @Test
        void dnsCannotTellWhetherAChangedWishIsThere() {
            assertThat(policy.decide(situation()
                            .detected(A)
                            .confirmed(A)
                            .inDoubt(A)
                            .wantsAnotherTtl()
                            .says(DNS, A)
                            .now()))
                    .isInstanceOf(Decision.Publish.class);
        }
    }

    @Nested
    @Tag("promise-3")
    class Confirmed {
        private final UpdatePolicy policy = UpdatePolicies.confirmed();

        @Test
        void anUnchangedAddressNeedsNoConfirmation() {
            assertThat(policy.decide(situation().detected(A).confirmed(A).now()))
                    .isEqualTo(Decision.keep());
            assertThat(policy.decide(situation().confirmed(A).now())).isEqualTo(Decision.keep());
            assertThat(policy.decide(situation().absent().confirmed(A).now())).isEqualTo(Decision.keep());
        }

        @Test
        void aRememberedAddressThatIsInDoubtNeedsConfirmationToo() {
            assertThat(policy.decide(
                            situation().detected(A).confirmed(A).inDoubt(A).now()))
                    .isEqualTo(Decision.ask(SECOND_READING));
            assertThat(policy.decide(situation().confirmed(A).inDoubt(A).now())).isEqualTo(Decision.keep());
        }

        @Test
        void twoOperatorsThatAgreeAreEnough() {
            assertThat(policy.decide(
                            situation().detectedBy(B, "one", "two").confirmed(A).now()))
                    .isEqualTo(Decision.keep());
        }

        @Test
        void twoSourcesOfOneOperatorAreOne() {
            assertThat(policy.decide(
                            situation().detectedBy(B, "one", "one").confirmed(A).now()))
                    .isEqualTo(Decision.ask(SECOND_READING));
        }

        @Test
        void whatTheSourceKnowsNeedsNoConfirmation() {
            assertThat(policy.decide(situation().known(B).confirmed(A).now())).isEqualTo(Decision.keep());
        }

        @Test
        void aSecondReadingIsAskedForAndMustAgree() {
            Situations changed = situation().detected(B).confirmed(A);

            assertThat(policy.decide(changed.now())).isEqualTo(Decision.ask(SECOND_READING));
            assertThat(policy.decide(changed.says(SECOND_READING, B).now())).isEqualTo(Decision.keep());
            assertHeld(policy.decide(changed.says(SECOND_READING, A).now()), B.toString(), A.toString());
            assertHeld(policy.decide(changed.says(SECOND_READING, A, B).now()), B.toString());
            assertHeld(policy.decide(changed.says(SECOND_READING).now()), B.toString());
            assertHeld(policy.decide(changed.cannotTell(SECOND_READING).now()), B.toString(), "timed out");
        }

        @Test
        void theVeryFirstAddressNeedsConfirmationToo() {
            assertThat(policy.decide(situation().detected(A).now())).isEqualTo(Decision.ask(SECOND_READING));
        }
    }

    @Nested
    @Tag("promise-3")
    class ConfirmedBy {
        private final Duration window = Duration.ofMinutes(10);
        private final UpdatePolicy policy = UpdatePolicies.confirmedBy(3, window);

        private Situations seen(IpAddress address, int readings, Instant since) {
            return situation()
                    .detected(B)
                    .confirmed(A)
                    .remembered(s ->
                            s.candidate = Optional.of(new RecordState.Candidate(Set.of(address), readings, since)));
        }

        @Test
        void enoughReadingsOverTheWholeWindowLetItPass() {
            assertThat(policy.decide(seen(B, 3, NOW).at(NOW.plus(window)))).isEqualTo(Decision.keep());
            assertThat(policy.decide(seen(B, 4, NOW).at(NOW.plus(DAY)))).isEqualTo(Decision.keep());
        }

        @Test
        void untilTheWindowEndsItIsHeld() {
            for (int readings : new int[] {1, 3}) {
                assertThat(policy.decide(
                                seen(B, readings, NOW).at(NOW.plus(window).minus(MOMENT))))
                        .isInstanceOfSatisfying(Decision.Hold.class, hold -> {
                            assertThat(hold.problem().message()).contains("3 times over 10m");
                            assertThat(hold.until()).contains(NOW.plus(window));
                        });
            }
        }

        @Test
        void oneReadingTooFewHolds() {
            assertHeld(policy.decide(seen(B, 2, NOW).at(NOW.plus(DAY))), "3 times");
        }

        @Test
        void readingsOfAnotherAddressDoNotCount() {
            assertHeld(policy.decide(seen(A, 9, NOW).at(NOW.plus(DAY))), "3 times");
            assertHeld(policy.decide(situation().detected(B).confirmed(A).now()), "3 times");
        }

        @Test
        void whatIsUnchangedOrKnownNeedsNone() {
            assertThat(policy.decide(situation().detected(A).confirmed(A).now()))
                    .isEqualTo(Decision.keep());
            assertThat(policy.decide(situation().confirmed(A).now())).isEqualTo(Decision.keep());
            assertThat(policy.decide(situation().known(B).confirmed(A).now())).isEqualTo(Decision.keep());
        }

        @Test
        void asManyReadingsAsAreCountedMayBeWanted() {
            int most = RecordState.Candidate.MOST_READINGS;

            assertThat(UpdatePolicies.confirmedBy(most, Duration.ZERO)
                            .decide(seen(B, most, NOW).now()))
                    .isEqualTo(Decision.keep());
        }

        @Test
        void oneReadingWithoutWindowLetsPassAtOnce() {
            assertThat(UpdatePolicies.confirmedBy(1, Duration.ZERO)
                            .decide(seen(B, 1, NOW).now()))
                    .isEqualTo(Decision.keep());
        }
    }

    @Nested
    @Tag("promise-7")
    class VerifyEvery {
        private final UpdatePolicy policy = UpdatePolicies.verifyEvery(DAY);

        @Test
        void beforeItIsDueNothingIsAskedAndTheTimeIsTold() {
            assertThat(policy.decide(situation()
                            .detected(A)
                            .confirmed(A)
                            .at(NOW.plus(DAY).minus(MOMENT))))
                    .isEqualTo(Decision.keepUntil(NOW.plus(DAY)));
        }

        @Test
        void whenItIsDueAReadableProviderIsAskedByPublishing() {
            assertThat(policy.decide(
                            situation().detected(A).confirmed(A).readable().at(NOW.plus(DAY))))
                    .isEqualTo(Decision.publish(Set.of(A), "verify"));
        }

        @Test
        void whenItIsDueAndTheProviderCannotBeReadDnsIsAsked() {
            Situations due = situation().detected(A).confirmed(A);
            Instant then = NOW.plus(DAY);

            assertThat(policy.decide(due.at(then))).isEqualTo(Decision.ask(DNS));
            assertThat(policy.decide(due.says(DNS, A).at(then))).isEqualTo(Decision.keep());
            assertThat(policy.decide(due.cannotTell(DNS).at(then))).isEqualTo(Decision.keep());
            assertThat(policy.decide(due.says(DNS, B).at(then))).isEqualTo(Decision.publish(Set.of(A), "verify"));
            assertThat(policy.decide(due.says(DNS).at(then))).isEqualTo(Decision.publish(Set.of(A), "verify"));
        }

        @Test
        void aProxiedRecordIsNotJudgedByDns() {
            Situations due = situation().detected(A).confirmed(A).proxied(true);

            assertThat(policy.decide(due.at(NOW.plus(DAY)))).isEqualTo(Decision.keep());
            assertThat(policy.decide(due.readable().at(NOW.plus(DAY))))
                    .isEqualTo(Decision.publish(Set.of(A), "verify"));
        }

        @Test
        void whileTheAddressIsNotKnownNoRememberedOneIsWritten() {
            for (Situations blind : new Situations[] {situation(), situation().absent()}) {
                assertThat(policy.decide(blind.confirmed(A).readable().at(NOW.plus(DAY))))
                        .isEqualTo(Decision.keep());
            }
        }

        @Test
        void aWithdrawnRecordIsCheckedToBeAway() {
            assertThat(policy.decide(situation().absent().confirmed().readable().at(NOW.plus(DAY))))
                    .isEqualTo(Decision.withdraw("verify"));
        }

        @Test
        void thereIsNothingToCheckWhereNothingIsConfirmed() {
            assertThat(policy.decide(situation().detected(A).readable().now())).isEqualTo(Decision.keep());
        }

        @Test
        void whatWasCheckedNobodyKnowsWhenIsDue() {
            assertThat(policy.decide(situation()
                            .detected(A)
                            .confirmed(A)
                            .remembered(s -> s.checkedAt = Optional.empty())
                            .readable()
                            .now()))
                    .isEqualTo(Decision.publish(Set.of(A), "verify"));
        }
    }

    @Nested
    @Tag("promise-9")
    class Refresh {
        private final UpdatePolicy policy = UpdatePolicies.refreshEvery(DAY);

        private Situations written() {
            return situation().confirmedAt(NOW.minus(DAY), A).remembered(s -> s.writtenAt = Optional.of(NOW));
        }

        @Test
        void beforeItIsDueTheTimeIsTold() {
            assertThat(policy.decide(written().detected(A).at(NOW.plus(DAY).minus(MOMENT))))
                    .isEqualTo(Decision.keepUntil(NOW.plus(DAY)));
        }

        @Test
        void whenItIsDueTheNameIsTouched() {
            assertThat(policy.decide(written().detected(A).at(NOW.plus(DAY))))
                    .isEqualTo(Decision.touch(Set.of(A), "refresh"));
        }

        @Test
        void aNameIsTouchedEvenWhileTheAddressIsNotKnown() {
            for (Situations blind : new Situations[] {written(), written().absent()}) {
                assertThat(policy.decide(blind.at(NOW.plus(DAY)))).isEqualTo(Decision.ask(DNS));
                assertThat(policy.decide(blind.says(DNS, A).at(NOW.plus(DAY))))
                        .isEqualTo(Decision.touch(Set.of(A), "refresh"));
                Instant soon = NOW.plus(DAY).plus(DAY).minus(MOMENT);
                assertThat(policy.decide(blind.cannotTell(DNS).at(soon)))
                        .isEqualTo(Decision.keepUntil(soon.plus(Duration.ofHours(1))));
                Instant late = NOW.plus(DAY).plus(DAY);
                assertThat(policy.decide(blind.cannotTell(DNS).at(late)))
                        .as("nobody was asked before: perhaps it is the clock that is late")
                        .isEqualTo(Decision.keepUntil(late.plus(Duration.ofHours(1))));
                assertThat(policy.decide(blind.remembered(s -> s.comparedAt = Optional.of(soon))
                                .cannotTell(DNS)
                                .at(late)))
                        .isEqualTo(Decision.touch(Set.of(A), "refresh"));
            }
        }

        @Test
        void aRememberedAddressThatDnsContradictsOrThatIsInDoubtIsNotWritten() {
            for (Situations blind : new Situations[] {
                written().says(DNS, B),
                written().says(DNS),
                written().remembered(s -> s.inDoubt = Optional.of(Set.of(B))).cannotTell(DNS)
            }) {
                for (Instant at : List.of(NOW.plus(DAY), NOW.plus(DAY).plus(DAY))) {
                    assertThat(policy.decide(blind.at(at))).isEqualTo(Decision.keepUntil(at.plus(Duration.ofHours(1))));
                }
            }
        }

        @Test
        void whatWeNeverWroteExpiresFromWhenItWasFound() {
            assertThat(policy.decide(situation().detected(A).confirmed(A).at(NOW.plus(DAY))))
                    .isEqualTo(Decision.touch(Set.of(A), "refresh"));
            assertThat(policy.decide(situation()
                            .detected(A)
                            .confirmed(A)
                            .at(NOW.plus(DAY).minus(MOMENT))))
                    .isEqualTo(Decision.keepUntil(NOW.plus(DAY)));
        }

        @Test
        void whatWasWrittenNobodyKnowsWhenIsDueButNotBlindly() {
            Situations unknown = situation().confirmed(A).remembered(s -> s.confirmedAt = Optional.empty());

            assertThat(policy.decide(unknown.says(DNS, A).now())).isEqualTo(Decision.touch(Set.of(A), "refresh"));
            assertThat(policy.decide(unknown.cannotTell(DNS).now()))
                    .isEqualTo(Decision.keepUntil(NOW.plus(Duration.ofHours(1))));
            assertThat(policy.decide(unknown.detected(A).now())).isEqualTo(Decision.touch(Set.of(A), "refresh"));
        }

        @Test
        void thereIsNothingToTouchWhereNothingIsPublished() {
            assertThat(policy.decide(situation().detected(A).at(NOW.plus(DAY)))).isEqualTo(Decision.keep());
            assertThat(policy.decide(situation().confirmed().at(NOW.plus(DAY)))).isEqualTo(Decision.keep());
        }

        @Test
        void theProvidersOwnPeriodCountsWhereItHasOne() {
            UpdatePolicy byProvider = UpdatePolicies.refreshByProvider();
            Duration period = Duration.ofDays(25);

            assertThat(byProvider.decide(written().detected(A).at(NOW.plus(Duration.ofDays(1000)))))
                    .isEqualTo(Decision.keep());
            assertThat(byProvider.decide(
                            written().refreshedEvery(period).at(NOW.plus(period).minus(MOMENT))))
                    .isEqualTo(Decision.keepUntil(NOW.plus(period)));
            assertThat(byProvider.decide(
                            written().detected(A).refreshedEvery(period).at(NOW.plus(period))))
                    .isEqualTo(Decision.touch(Set.of(A), "refresh"));
        }
    }

    @Nested
    class MinimumInterval {
        private final UpdatePolicy policy = UpdatePolicies.minimumInterval(DAY);

        @Test
        void aChangeIsHeldUntilTheIntervalHasPassed() {
            assertThat(policy.decide(situation()
                            .detected(B)
                            .confirmed(A)
                            .at(NOW.plus(DAY).minus(MOMENT))))
                    .isInstanceOfSatisfying(
                            Decision.Hold.class,
                            hold -> assertThat(hold.until()).contains(NOW.plus(DAY)));
            assertThat(policy.decide(situation().detected(B).confirmed(A).at(NOW.plus(DAY))))
                    .isEqualTo(Decision.keep());
        }

        @Test
        void onlyChangesAreHeld() {
            assertThat(policy.decide(situation().detected(A).confirmed(A).now()))
                    .isEqualTo(Decision.keep());
            assertThat(policy.decide(situation().detected(A).now())).isEqualTo(Decision.keep());
            assertThat(policy.decide(situation().confirmed(A).now())).isEqualTo(Decision.keep());
        }

        @Test
        void beingSeenAgainIsNoChange() {
            Situations seenAgain = situation()
                    .confirmedAt(NOW.minus(DAY), A)
                    .confirmedAt(NOW, A)
                    .detected(B);

            assertThat(policy.decide(seenAgain.now())).isEqualTo(Decision.keep());
        }
    }

    @Nested
    @Tag("promise-25")
    class WithdrawLostFamily {
        private final UpdatePolicy policy = UpdatePolicies.withdrawLostFamilyAfter(DAY);

        private Situations lost() {
            return situation().absent().confirmed(A).deletable().remembered(s -> s.absentSince = Optional.of(NOW));
        }

        @Test
        void aProviderThatCannotDeleteIsNotAskedTo() {
            assertThat(policy.decide(situation()
                            .absent()
                            .confirmed(A)
                            .remembered(s -> s.absentSince = Optional.of(NOW))
                            .at(NOW.plus(DAY))))
                    .isEqualTo(Decision.keep());
        }

        @Test
        void itIsKeptForThatLongAndThenWithdrawn() {
            assertThat(policy.decide(lost().at(NOW.plus(DAY).minus(MOMENT))))
                    .isEqualTo(Decision.keepUntil(NOW.plus(DAY)));
            assertThat(policy.decide(lost().at(NOW.plus(DAY)))).isEqualTo(Decision.withdraw("no ipv4 address"));
        }

        @Test
        void zeroWithdrawsAtOnce() {
            assertThat(UpdatePolicies.withdrawLostFamilyAfter(Duration.ZERO).decide(lost().now()))
                    .isInstanceOf(Decision.Withdraw.class);
        }

        @Test
        void aFailedDetectionIsNoLostFamily() {
            assertThat(policy.decide(situation()
                            .confirmed(A)
                            .remembered(s -> s.absentSince = Optional.of(NOW))
                            .at(NOW.plus(DAY))))
                    .isEqualTo(Decision.keep());
        }

        @Test
        void thereIsNothingToWithdrawWhereNothingIsPublishedOrTheFamilyIsBack() {
            assertThat(policy.decide(situation()
                            .absent()
                            .confirmed()
                            .deletable()
                            .remembered(s -> s.absentSince = Optional.of(NOW))
                            .at(NOW.plus(DAY))))
                    .isEqualTo(Decision.keep());
            assertThat(policy.decide(lost().detected(A).at(NOW.plus(DAY)))).isEqualTo(Decision.keep());
            assertThat(policy.decide(situation().absent().confirmed(A).at(NOW.plus(DAY))))
                    .isEqualTo(Decision.keep());
        }

        @Test
        void withTheStandardPolicyALostFamilyIsWithdrawnOnceAndThenAbsent() {
            UpdatePolicy both = UpdatePolicies.all(UpdatePolicies.standard(), policy);

            assertThat(both.decide(lost().at(NOW.plus(DAY).minus(MOMENT)))).isInstanceOf(Decision.Keep.class);
            assertThat(both.decide(lost().readable().at(NOW.plus(DAY)))).isInstanceOf(Decision.Withdraw.class);
            assertThat(both.decide(lost().confirmed().at(NOW.plus(DAY)))).isInstanceOf(Decision.Hold.class);
        }
    }

    @Nested
    class Standard {
        private final UpdatePolicy policy = UpdatePolicies.standard();

        @Test
        @Tag("promise-7")
        void whileNothingChangesNothingIsAskedOrSent() {
            assertThat(policy.decide(situation().detected(A).confirmed(A).at(NOW.plusSeconds(300))))
                    .isEqualTo(Decision.keepUntil(NOW.plus(DAY)));
        }

        @Test
        @Tag("promise-3")
        void aChangeIsPublishedOnlyAfterItsConfirmation() {
            Situations changed = situation().detected(B).confirmed(A);

            assertThat(policy.decide(changed.now())).isEqualTo(Decision.ask(SECOND_READING));
            assertThat(policy.decide(changed.says(SECOND_READING, A).now())).isInstanceOf(Decision.Hold.class);
            assertThat(policy.decide(changed.says(SECOND_READING, B).now()))
                    .isEqualTo(Decision.publish(Set.of(B), "address changed"));
        }

        @Test
        @Tag("promise-3")
        @Tag("promise-16")
        void noWriteOfAnyKindGoesByOneReadingAlone() {
            // What is remembered may be older than what stands there, and the one reading as old.
            Instant due = NOW.plus(DAY);
            Situations same = situation().detected(A).confirmed(A).readable();

            assertThat(policy.decide(same.at(due))).isEqualTo(Decision.ask(SECOND_READING));
            assertThat(policy.decide(same.says(SECOND_READING, B).at(due))).isInstanceOf(Decision.Hold.class);
            assertThat(policy.decide(same.says(SECOND_READING, A).at(due)))
                    .isEqualTo(Decision.publish(Set.of(A), "verify"));
            assertThat(policy.decide(situation()
                            .detected(A)
                            .confirmed(A)
                            .wantsAnotherTtl()
                            .now()))
                    .isEqualTo(Decision.ask(SECOND_READING));
            assertThat(policy.decide(
                            situation().known(A).confirmed(A).readable().at(due)))
                    .isEqualTo(Decision.publish(Set.of(A), "verify"));
        }

        @Test
        void policiesThatAreCombinedWithTheStandardAreConfirmedToo() {
            UpdatePolicy both = UpdatePolicies.all(policy, UpdatePolicies.refreshEvery(DAY.dividedBy(2)));
            Situations same = situation().detected(A).confirmed(A);
            Instant due = NOW.plus(DAY.dividedBy(2));

            assertThat(both.decide(same.at(due))).isEqualTo(Decision.ask(SECOND_READING));
            assertThat(both.decide(same.says(SECOND_READING, A).at(due)))
                    .isEqualTo(Decision.touch(Set.of(A), "refresh"));
        }

        @Test
        void withoutAReadingThereIsNothingToConfirm() {
            // A refresh that no detection stands for is for DNS to confirm.
            UpdatePolicy both = UpdatePolicies.all(policy, UpdatePolicies.refreshEvery(DAY));

            assertThat(both.decide(situation().confirmed(A).says(DNS, A).at(NOW.plus(DAY))))
                    .isEqualTo(Decision.touch(Set.of(A), "refresh"));
        }

        @Test
        @Tag("promise-6")
        void aChangeThatCouldNotBePublishedIsPublishedAtTheNextCycleToo() {
            Situations failed =
                    situation().detectedBy(B, "one", "two").confirmed(A).remembered(s -> s.attempts = 5);

            assertThat(policy.decide(failed.at(NOW.plus(DAY.dividedBy(2))))).isInstanceOf(Decision.Publish.class);
        }

        @Test
        @Tag("promise-9")
        void aChangeThatIsDueForATouchIsWrittenOnce() {
            Situations both =
                    situation().detectedBy(B, "one", "two").confirmed(A).refreshedEvery(Duration.ofHours(1));

            assertThat(policy.decide(both.at(NOW.plus(Duration.ofHours(1)))))
                    .isEqualTo(new Decision.Publish(Set.of(B), true, "address changed"));
        }
    }

    @Test
    void periodsThatMakeNoSenseAreRefusedByName() {
        Duration negative = Duration.ofSeconds(-1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpdatePolicies.confirmedBy(0, DAY))
                .withMessageContaining("readings is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpdatePolicies.confirmedBy(11, DAY))
                .withMessage("readings is 11; it must be from 1 to 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpdatePolicies.confirmedBy(1, negative))
                .withMessageContaining("window");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpdatePolicies.verifyEvery(Duration.ZERO))
                .withMessageContaining("period");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpdatePolicies.compareWithDns(Duration.ZERO))
                .withMessageContaining("period");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpdatePolicies.flapGuard(0, DAY))
                .withMessageContaining("maxChanges is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpdatePolicies.flapGuard(RecordState.HISTORY + 1, DAY))
                .withMessageContaining("from 1 to 24");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpdatePolicies.flapGuard(1, Duration.ZERO))
                .withMessageContaining("period");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpdatePolicies.refreshEvery(negative))
                .withMessageContaining("period");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpdatePolicies.minimumInterval(negative))
                .withMessageContaining("interval");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpdatePolicies.withdrawLostFamilyAfter(negative))
                .withMessageContaining("period");
    }

    private static void assertHeld(Decision decision, String... words) {
        assertThat(decision).isInstanceOfSatisfying(Decision.Hold.class, hold -> {
            assertThat(hold.problem().kind()).isEqualTo(ProblemKind.UNCONFIRMED);
            assertThat(hold.problem().message()).contains(words);
            assertThat(hold.until()).isEmpty();
        });
    }
}
