package io.github.ddnsjava.decide;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The built-in policies. All are stateless and thread-safe; combine them with {@link #all}. */
public final class UpdatePolicies {

    private UpdatePolicies() {}

    /**
     * The default: {@link #onChange}, {@link #confirmed}, the provider's own {@link #refreshByProvider refresh period},
     * and {@link #verifyEvery} 24 hours. A lost family is kept.
     */
    public static UpdatePolicy standard() {
        return all(onChange(), confirmed(), refreshByProvider(), verifyEvery(Duration.ofHours(24)));
    }

    /**
     * Composes: the strongest decision counts; hold, then ask, withdraw, publish, keep. Where {@link #confirmed} is
     * among them, no detected address is published that is not confirmed.
     */
    public static UpdatePolicy all(UpdatePolicy... policies) {
        return AllPolicies.of(List.of(policies));
    }

    /**
     * Publishes a detected address that is not the confirmed one, or when anything else that is wanted has changed.
     * Where nothing is known yet, or a write of that address may have happened, and the provider cannot be read, live
     * DNS is asked first.
     */
    public static UpdatePolicy onChange() {
        return UpdatePolicies::decideOnChange;
    }

    private static Decision decideOnChange(Situation situation) {
        if (situation.detection().filter(Detection.Absent.class::isInstance).isPresent()) {
            return situation.state().confirmed().filter(set -> !set.isEmpty()).isPresent()
                    ? Decision.keep()
                    : Decision.hold(Problem.of(
                            ProblemKind.NO_ADDRESS,
                            "this host has no " + situation.record().type().family() + " address"));
        }
        Optional<Set<IpAddress>> detected = situation.detected();
        if (detected.isEmpty()) {
            return Decision.keep();
        }
        boolean unsure = situation.state().confirmed().isEmpty()
                || situation.state().inDoubt().isPresent();
        if (!unsure && !situation.addressChanged() && !situation.wishChanged()) {
            return Decision.keep();
        }
        // A write of another address that may have happened is not repeated but superseded; and DNS may be behind it.
        boolean superseded = situation
                .state()
                .inDoubt()
                .filter(set -> !set.equals(detected.get()))
                .isPresent();
        if (unsure && !superseded && !situation.abilities().read() && !situation.wishChanged()) {
            Optional<Evidence> dns = situation.evidence(EvidenceKind.DNS);
            if (dns.isEmpty()) {
                return Decision.ask(EvidenceKind.DNS);
            }
            if (dns.get().says(detected.get())) {
                return Decision.keep();
            }
        }
        return Decision.publish(
                detected.get(),
                unsure ? "not confirmed yet" : situation.addressChanged() ? "address changed" : "record changed");
    }

    /**
     * Lets a changed address pass only if two independent operators agree on it, a second reading in the same cycle
     * says the same, or the source knows it ({@code static}, pushed and interface addresses). An address that is
     * remembered but in doubt needs the same; so does whatever else the policies that this one is {@link #all combined}
     * with would publish, be it to repair or to refresh: what is remembered may be older than what stands there.
     */
    public static UpdatePolicy confirmed() {
        return new Confirmed();
    }

    /**
     * Lets a changed address pass only after so many readings in a row, taken over at least that window, said the same,
     * or where the source knows it ({@code static}, pushed and interface addresses).
     *
     * @param readings how many cycles must agree, from 1 to {@value RecordState.Candidate#MOST_READINGS}
     * @param window the time between the first and the last of them; zero for none
     */
    public static UpdatePolicy confirmedBy(int readings, Duration window) {
        if (readings < 1 || readings > RecordState.Candidate.MOST_READINGS) {
            throw new IllegalArgumentException(
                    "readings is " + readings + "; it must be from 1 to " + RecordState.Candidate.MOST_READINGS);
        }
        notNegative("window", window);
        return situation -> {
            if (!situation.addressChanged() || found(situation).certain()) {
                return Decision.keep();
            }
            Optional<RecordState.Candidate> candidate = situation
                    .state()
                    .candidate()
                    .filter(seen -> seen.addresses().equals(situation.detected().orElseThrow()));
            Optional<Instant> windowEnds =
                    candidate.map(seen -> seen.since().plus(window)).filter(end -> end.isAfter(situation.now()));
            if (windowEnds.isEmpty()
                    && candidate.filter(seen -> seen.readings() >= readings).isPresent()) {
                return Decision.keep();
            }
            // The reading at the end of the window may be the last that is needed.
            return new Decision.Hold(
                    Problem.of(
                            ProblemKind.UNCONFIRMED,
                            "a changed address must be seen " + readings + " times over " + Durations.format(window)
                                    + " before it is published"),
                    windowEnds);
        };
    }

    /**
     * Checks a confirmed record on a slow clock, and repairs it where it differs: with the provider where that can be
     * read, else with live DNS. While the address is not known it waits: what is remembered may be older than what
     * stands there, where a crash came before a full disk had room again.
     */
    public static UpdatePolicy verifyEvery(Duration period) {
        positive("period", period);
        return situation -> Upkeep.verify(situation, period);
    }

    /**
     * Compares live DNS with what is confirmed, on a slow clock of its own, and has the provider make it right where
     * DNS says something else: what was changed by hand is found without asking the provider. Where DNS cannot tell,
     * for proxied records, and while the address is not known, nothing happens. The period should be longer than the
     * record's TTL: caches are behind for so long.
     */
    public static UpdatePolicy compareWithDns(Duration period) {
        positive("period", period);
        return situation -> Upkeep.compareWithDns(situation, period);
    }

    /**
     * Writes an unchanged record again before it expires: that long after the last write. While the address is not
     * known, the remembered one, once live DNS says that it stands there, or could not tell for a day.
     */
    public static UpdatePolicy refreshEvery(Duration period) {
        positive("period", period);
        return situation -> Upkeep.refresh(situation, Optional.of(period));
    }

    /** Like {@link #refreshEvery}, with the period that the record's provider declares; nothing where it has none. */
    public static UpdatePolicy refreshByProvider() {
        return situation -> Upkeep.refresh(situation, situation.abilities().refreshEvery());
    }

    /** Holds a changed address until that long after the last change. */
    public static UpdatePolicy minimumInterval(Duration interval) {
        notNegative("interval", interval);
        return situation -> {
            Optional<Instant> until = situation.state().changedAt().map(at -> at.plus(interval));
            if (!situation.addressChanged() || until.isEmpty() || !until.get().isAfter(situation.now())) {
                return Decision.keep();
            }
            return Decision.holdUntil(
                    until.get(),
                    Problem.of(
                            ProblemKind.UNCONFIRMED,
                            "the last change is less than " + Durations.format(interval) + " ago"));
        };
    }

    /**
     * Holds a changed address while so many changes were confirmed within the period, until the oldest of them falls
     * out of it. The first publication and withdrawals count; a withdrawal is never held.
     *
     * @param maxChanges how many changes a period may see, from 1 to {@value RecordState#HISTORY}
     */
    public static UpdatePolicy flapGuard(int maxChanges, Duration period) {
        if (maxChanges < 1 || maxChanges > RecordState.HISTORY) {
            throw new IllegalArgumentException(
                    "maxChanges is " + maxChanges + "; it must be from 1 to " + RecordState.HISTORY);
        }
        positive("period", period);
        return situation -> {
            List<RecordState.Change> recent = situation.state().history().stream()
                    .filter(change -> change.at().plus(period).isAfter(situation.now()))
                    .toList();
            if (!situation.addressChanged() || recent.size() < maxChanges) {
                return Decision.keep();
            }
            Instant until = recent.get(recent.size() - maxChanges).at().plus(period);
            return Decision.holdUntil(
                    until,
                    Problem.of(
                            ProblemKind.FLAPPING,
                            "the address changed " + recent.size() + " times within " + Durations.format(period)
                                    + "; the next change waits until one of them is longer ago"));
        };
    }

    /** Removes our values when this host has had no address of the family for that long; zero for at once. */
    public static UpdatePolicy withdrawLostFamilyAfter(Duration period) {
        notNegative("period", period);
        return situation -> {
            Optional<Instant> since = situation.state().absentSince();
            boolean published =
                    situation.state().confirmed().filter(set -> !set.isEmpty()).isPresent();
            boolean absent = situation
                    .detection()
                    .filter(Detection.Absent.class::isInstance)
                    .isPresent();
            if (!published
                    || !absent
                    || since.isEmpty()
                    || !situation.abilities().delete()) {
                return Decision.keep();
            }
            Instant due = since.get().plus(period);
            return due.isAfter(situation.now())
                    ? Decision.keepUntil(due)
                    : Decision.withdraw("no " + situation.record().type().family() + " address");
        };
    }

    /** Returns the detection where an address was found. */
    private static Detection.Found found(Situation situation) {
        return (Detection.Found) situation.detection().orElseThrow();
    }

    private static void positive(String name, Duration value) {
        if (value.isZero()) {
            throw new IllegalArgumentException(name + " is zero; a longer time is needed");
        }
        notNegative(name, value);
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + "; it cannot be negative");
        }
    }
}
