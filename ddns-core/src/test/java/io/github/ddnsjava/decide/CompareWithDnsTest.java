package io.github.ddnsjava.decide;

import static io.github.ddnsjava.decide.EvidenceKind.DNS;
import static io.github.ddnsjava.decide.Situations.A;
import static io.github.ddnsjava.decide.Situations.B;
import static io.github.ddnsjava.decide.Situations.NOW;
import static io.github.ddnsjava.decide.Situations.situation;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Ownership;
import io.github.ddnsjava.RecordType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Once an hour. */
@Tag("promise-7")
class CompareWithDnsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant DUE = NOW.plus(HOUR);
    private static final Decision REPAIR = Decision.publish(Set.of(A), "DNS says otherwise");

    private final UpdatePolicy policy = UpdatePolicies.compareWithDns(HOUR);

    private static Situations right() {
        return situation().readable().detected(A).confirmed(A);
    }

    private static ManagedRecord.Builder home() {
        return ManagedRecord.builder("home.example.com", RecordType.A);
    }

    @Test
    void beforeItIsDueNothingIsAskedAndTheTimeIsTold() {
        assertThat(policy.decide(right().at(DUE.minusNanos(1)))).isEqualTo(Decision.keepUntil(DUE));
    }

    @Test
    void whenItIsDueDnsIsAskedAndBelievedOnlyWhereItAnswers() {
        assertThat(policy.decide(right().at(DUE))).isEqualTo(Decision.ask(DNS));
        assertThat(policy.decide(right().says(DNS, A).at(DUE))).isEqualTo(Decision.keep());
        assertThat(policy.decide(right().cannotTell(DNS).at(DUE))).isEqualTo(Decision.keep());
        assertThat(policy.decide(right().says(DNS, B).at(DUE))).isEqualTo(REPAIR);
        assertThat(policy.decide(right().says(DNS).at(DUE))).isEqualTo(REPAIR);
    }

    @Test
    void itsClockIsItsOwnAndAWriteStartsItAnew() {
        Situations checked = right().remembered(s -> s.checkedAt = Optional.of(DUE));
        Situations compared = right().remembered(s -> s.comparedAt = Optional.of(DUE));
        Situations written = right().remembered(s -> s.writtenAt = Optional.of(DUE));

        assertThat(policy.decide(checked.at(DUE))).isEqualTo(Decision.ask(DNS));
        assertThat(policy.decide(compared.at(DUE))).isEqualTo(Decision.keepUntil(DUE.plus(HOUR)));
        assertThat(policy.decide(written.at(DUE))).isEqualTo(Decision.keepUntil(DUE.plus(HOUR)));
    }

    @Test
    void aProxiedRecordIsNeverJudged() {
        Situations wantsProxy =
                right().wants(home().attributes(Attributes.none().ensure(Attributes.PROXIED, true)));

        assertThat(policy.decide(right().proxied(true).says(DNS, B).at(DUE))).isEqualTo(Decision.keep());
        assertThat(policy.decide(wantsProxy.says(DNS, B).at(DUE))).isEqualTo(Decision.keep());
        assertThat(policy.decide(wantsProxy.proxied(false).at(DUE))).isEqualTo(REPAIR);
    }

    @Test
    @Tag("promise-13")
    void othersMayHaveValuesBesideOursUnlessTheSetIsOurs() {
        assertThat(policy.decide(right().says(DNS, A, B).at(DUE))).isEqualTo(Decision.keep());
        assertThat(policy.decide(right().wants(home().owns(Ownership.wholeSet()))
                        .says(DNS, A, B)
                        .at(DUE)))
                .isEqualTo(REPAIR);
    }

    @Test
    void whatIsToBePublishedAnywayIsNotCompared() {
        assertThat(policy.decide(right().detected(B).at(DUE))).isEqualTo(Decision.keep());
        assertThat(policy.decide(right().inDoubt(A).at(DUE))).isEqualTo(Decision.keep());
        assertThat(policy.decide(situation().detected(A).at(DUE))).isEqualTo(Decision.keep());
        assertThat(policy.decide(right().confirmed().at(DUE))).isEqualTo(Decision.keep());
    }

    @Test
    void whileTheAddressIsNotKnownNoRememberedOneIsComparedOrWritten() {
        assertThat(policy.decide(situation().confirmed(A).says(DNS, B).at(DUE))).isEqualTo(Decision.keep());
        assertThat(policy.decide(situation().absent().confirmed(A).at(DUE))).isEqualTo(Decision.keep());
    }
}
