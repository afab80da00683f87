package io.github.ddnsjava.decide;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What keeps a right record right although its address does not change: checks and refreshes. */
final class Upkeep {
    /** How often a name is considered whose refresh is due and whose address nobody knows. */
    private static final Duration BLIND_REFRESH = Duration.ofHours(1);
    /** How long DNS is asked before a name is refreshed blindly: providers leave days between the two. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    private Upkeep() {}

    static Decision verify(Situation situation, Duration period) {
        // While the address is not known it waits: where a crash came before a full disk had room again, what is
        // remembered may be older than what stands there.
        Optional<Set<IpAddress>> wanted =
                situation.detected().or(() -> situation.state().confirmed().filter(Set::isEmpty));
        if (situation.state().confirmed().isEmpty() || wanted.isEmpty()) {
            return Decision.keep();
        }
        Optional<Instant> notDue = notDue(situation, situation.state().checkedAt(), period);
        if (notDue.isPresent()) {
            return Decision.keepUntil(notDue.get());
        }
        if (situation.abilities().read()) {
            return restore(wanted.get());
        }
        if (situation.proxied()) {
            return Decision.keep();
        }
        Optional<Evidence> dns = situation.evidence(EvidenceKind.DNS);
        if (dns.isEmpty()) {
            return Decision.ask(EvidenceKind.DNS);
        }
        boolean differs = dns.get().addresses().isPresent() && !dns.get().says(wanted.get());
        return differs ? restore(wanted.get()) : Decision.keep();
    }

    private static Decision restore(Set<IpAddress> wanted) {
        return wanted.isEmpty() ? Decision.withdraw("verify") : Decision.publish(wanted, "verify");
    }

    static Decision compareWithDns(Situation situation, Duration period) {
        Optional<Set<IpAddress>> confirmed = situation.state().confirmed();
        Optional<Instant> last = latest(situation);
        // As above: only what is seen now is written.
        boolean settled = situation.state().inDoubt().isEmpty()
                && confirmed.isPresent()
                && situation.detected().equals(confirmed);
        if (!settled || situation.proxied()) {
            return Decision.keep();
        }
        Optional<Instant> notDue = notDue(situation, last, period);
        if (notDue.isPresent()) {
            return Decision.keepUntil(notDue.get());
        }
        Optional<Evidence> dns = situation.evidence(EvidenceKind.DNS);
        if (dns.isEmpty()) {
            return Decision.ask(EvidenceKind.DNS);
        }
        Optional<Set<IpAddress>> said = dns.get().addresses();
        // Others may have values of their own beside ours.
        boolean right = situation.record().owns() == Ownership.SET
                ? said.equals(confirmed)
                : said.filter(set -> set.containsAll(confirmed.get())).isPresent();
        return said.isEmpty() || right ? Decision.keep() : Decision.publish(confirmed.get(), "DNS says otherwise");
    }

    /** Returns until when nothing is due; empty where it is, as where nobody knows when it was done last. */
    private static Optional<Instant> notDue(Situation situation, Optional<Instant> last, Duration period) {
        return last.map(at -> at.plus(period)).filter(due -> due.isAfter(situation.now()));
    }

    /** What was written only now is not in every cache yet, so a write starts the clock anew. */
    private static Optional<Instant> latest(Situation situation) {
        return Stream.of(
                        situation.state().comparedAt(),
                        situation.state().writtenAt(),
                        situation.state().confirmedAt())
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
    }

    static Decision refresh(Situation situation, Optional<Duration> period) {
        Optional<Set<IpAddress>> confirmed = situation.state().confirmed().filter(set -> !set.isEmpty());
        Optional<Instant> written =
                situation.state().writtenAt().or(() -> situation.state().confirmedAt());
        if (confirmed.isEmpty() || period.isEmpty()) {
            return Decision.keep();
        }
        Optional<Instant> notDue = notDue(situation, written, period.get());
        if (notDue.isPresent()) {
            return Decision.keepUntil(notDue.get());
        }
        if (situation.detected().isPresent()) {
            return Decision.touch(situation.detected().get(), "refresh");
        }
        // What is remembered may be older than what stands there: it is touched where DNS says the same. Where DNS
        // cannot tell for a day, and no other value may have been written since, letting the name expire is worse.
        Optional<Evidence> dns = situation.evidence(EvidenceKind.DNS);
        if (dns.isEmpty()) {
            return Decision.ask(EvidenceKind.DNS);
        }
        // Asked more than once since then: a clock that jumped ahead, or is wrong, lets a day pass in a moment.
        Optional<Instant> due = written.map(at -> at.plus(period.get()));
        boolean askedBefore = due.isPresent()
                && situation
                        .state()
                        .comparedAt()
                        .filter(at -> !at.isBefore(due.get()))
                        .isPresent();
        boolean nobodyTells = dns.get().addresses().isEmpty()
                && situation.state().inDoubt().isEmpty()
                && askedBefore
                && notDue(situation, due, PATIENCE).isEmpty();
        return nobodyTells || dns.get().says(confirmed.get())
                ? Decision.touch(confirmed.get(), "refresh")
                : Decision.keepUntil(situation.now().plus(BLIND_REFRESH));
    }
}
