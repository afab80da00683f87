package io.github.ddnsjava.decide;

import io.github.ddnsjava.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps a record in sync although its address does not change: verifications and refreshes. */
final class Upkeep {
    /** The time between two checks of a name whose refresh is due while its address is unknown. */
    private static final Duration BLIND_REFRESH = Duration.ofHours(1);
    /** How long DNS is asked before a name is refreshed blindly. Providers leave days between the two. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    private Upkeep() {}

    static Decision verify(Situation situation, Duration period) {
        // A verification waits while the address is unknown. If a crash came while the disk was full, the remembered
        // address may be older than the published one.
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
        // As above: only an address that is detected now is written.
        boolean certain = situation.state().inDoubt().isEmpty()
                && confirmed.isPresent()
                && situation.detected().equals(confirmed);
        if (!certain || situation.proxied()) {
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
        // The record set may contain values of others beside ours.
        boolean right = situation.record().owns().isWholeSet()
                ? said.equals(confirmed)
                : said.filter(set -> set.containsAll(confirmed.get())).isPresent();
        return said.isEmpty() || right ? Decision.keep() : Decision.publish(confirmed.get(), "DNS says otherwise");
    }

    /** Returns the time before which nothing is due. It is empty if something is due now, or was never done. */
    private static Optional<Instant> notDue(Situation situation, Optional<Instant> last, Duration period) {
        return last.map(at -> at.plus(period)).filter(due -> due.isAfter(situation.now()));
    }

    /**
     * Returns when the record was last compared or written. A new write is not in every cache yet, so the period starts
     * again after it.
     */
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
        // The remembered address may be older than the published one. It is refreshed if DNS gives the same address. If
        // DNS gives no answer for a day, and no other value may have been written since, it is refreshed too: an
        // expired name would be worse.
        Optional<Evidence> dns = situation.evidence(EvidenceKind.DNS);
        if (dns.isEmpty()) {
            return Decision.ask(EvidenceKind.DNS);
        }
        // One question to DNS is not enough: if the clock jumped ahead, or is wrong, a day passes in a moment.
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
