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
        Optional<Instant> checked = situation.state().checkedAt();
        if (situation.state().confirmed().isEmpty() || wanted.isEmpty() || checked.isEmpty()) {
            return Decision.keep();
        }
        Instant due = checked.get().plus(period);
        if (due.isAfter(situation.now())) {
            return Decision.keepUntil(due);
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
        if (last.isEmpty() || !settled || situation.proxied()) {
            return Decision.keep();
        }
        Instant due = last.get().plus(period);
        if (due.isAfter(situation.now())) {
            return Decision.keepUntil(due);
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
        if (confirmed.isEmpty() || period.isEmpty() || written.isEmpty()) {
            return Decision.keep();
        }
        Instant due = written.get().plus(period.get());
        if (due.isAfter(situation.now())) {
            return Decision.keepUntil(due);
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
        boolean nobodyTells = dns.get().addresses().isEmpty()
                && situation.state().inDoubt().isEmpty()
                && !due.plus(PATIENCE).isAfter(situation.now());
        return nobodyTells || dns.get().says(confirmed.get())
                ? Decision.touch(confirmed.get(), "refresh")
                : Decision.keepUntil(situation.now().plus(BLIND_REFRESH));
    }
}
