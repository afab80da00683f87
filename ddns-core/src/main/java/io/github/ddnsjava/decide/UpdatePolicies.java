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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The built-in policies. All are stateless and thread-safe. {@link #all} combines them. Two policies of the same method
 * with equal arguments are equal.
 */
public final class UpdatePolicies {

    private UpdatePolicies() {}

    /**
     * Returns the default: {@link #onChange}, {@link #confirmed}, the provider's own {@link #refreshByProvider refresh
     * period}, and {@link #verifyEvery} 24 hours. The records of a lost family are kept.
     */
    public static UpdatePolicy standard() {
        return all(onChange(), confirmed(), refreshByProvider(), verifyEvery(Duration.ofHours(24)));
    }

    /**
     * Combines policies. The strongest decision counts. The order is hold, ask, withdraw, publish, keep. If {@link
     * #confirmed} is among them, no detected address is published that is not confirmed.
     */
    public static UpdatePolicy all(UpdatePolicy... policies) {
        return AllPolicies.of(List.of(policies));
    }

    /**
     * Publishes a detected address that differs from the confirmed one. Publishes also if anything else that is wanted
     * has changed. If the provider cannot be read, live DNS is asked first in two cases: nothing is known yet, or a
     * write of that address may have happened.
     */
    public static UpdatePolicy onChange() {
        return new Named("onChange", UpdatePolicies::decideOnChange);
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
                unsure
                        ? "no value was confirmed before"
                        : situation.addressChanged() ? "address changed" : changedWish(situation));
    }

    /** Names the attributes that are wanted otherwise, as far as the provider showed what it has. */
    private static String changedWish(Situation situation) {
        Map<String, Object> there = situation.state().effective();
        String changed = new TreeMap<>(situation.record().attributes().asMap())
                .entrySet().stream()
                        .filter(wanted -> !wanted.getValue().initialOnly()
                                && there.containsKey(wanted.getKey())
                                && !wanted.getValue().value().equals(there.get(wanted.getKey())))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(", "));
        return (changed.isEmpty() ? "record" : changed) + " changed";
    }

    /**
     * Accepts a changed address only if two independent operators agree on it, if a second reading in the same cycle
     * agrees, or if the source knows it ({@code static}, pushed and interface addresses). The same is needed for an
     * address that is remembered but in doubt. The same is needed for every other write of the policies that this one
     * is {@link #all combined} with, such as a repair or a refresh, because the remembered address may be older than
     * the published one.
     */
    public static UpdatePolicy confirmed() {
        return new Confirmed();
    }

    /**
     * Accepts a changed address only if several readings in a row over at least that window agree, or if the source
     * knows it ({@code static}, pushed and interface addresses).
     *
     * @param readings the number of cycles that must agree, from 1 to {@value RecordState.Candidate#MOST_READINGS}
     * @param window the time between the first and the last of them; zero for none
     * @throws IllegalArgumentException if {@code readings} is out of bounds, or the window is negative
     */
    public static UpdatePolicy confirmedBy(int readings, Duration window) {
        if (readings < 1 || readings > RecordState.Candidate.MOST_READINGS) {
            throw new IllegalArgumentException(
                    "readings is " + readings + "; it must be from 1 to " + RecordState.Candidate.MOST_READINGS);
        }
        notNegative("window", window);
        UpdatePolicy policy = situation -> {
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
        return new Named("confirmedBy", policy, readings, window);
    }

    /**
     * Verifies a confirmed record periodically, and repairs it if it differs. The provider is read if it can be read;
     * otherwise live DNS is asked. While the address is unknown, nothing is verified, because the remembered address
     * may be older than the published one: for example, after a crash while the disk was full.
     *
     * @param period the time between two verifications
     * @throws IllegalArgumentException if the period is not positive
     */
    public static UpdatePolicy verifyEvery(Duration period) {
        positive("period", period);
        return new Named("verifyEvery", situation -> Upkeep.verify(situation, period), period);
    }

    /**
     * Compares live DNS with the confirmed addresses, in a period of its own. If DNS shows other addresses, the
     * provider repairs the record. Manual changes are thus found without a request to the provider. Nothing happens if
     * DNS gives no certain answer, for proxied records, and while the address is unknown.
     *
     * @param period the time between two comparisons; it should be longer than the record's TTL, because caches are
     *     that much behind
     * @throws IllegalArgumentException if the period is not positive
     */
    public static UpdatePolicy compareWithDns(Duration period) {
        positive("period", period);
        return new Named("compareWithDns", situation -> Upkeep.compareWithDns(situation, period), period);
    }

    /**
     * Writes an unchanged record again before it expires. While the address is unknown, the remembered address is
     * written as soon as live DNS shows it, or after live DNS gave no certain answer for a day.
     *
     * @param period the time after the last write
     * @throws IllegalArgumentException if the period is not positive
     */
    public static UpdatePolicy refreshEvery(Duration period) {
        positive("period", period);
        return new Named("refreshEvery", situation -> Upkeep.refresh(situation, Optional.of(period)), period);
    }

    /**
     * Does the same as {@link #refreshEvery}, with the period that the record's provider declares. Does nothing if the
     * provider declares none.
     */
    public static UpdatePolicy refreshByProvider() {
        return new Named(
                "refreshByProvider",
                situation -> Upkeep.refresh(situation, situation.abilities().refreshEvery()));
    }

    /**
     * Holds a changed address until the last change is that long ago.
     *
     * @throws IllegalArgumentException if the interval is negative
     */
    public static UpdatePolicy minimumInterval(Duration interval) {
        notNegative("interval", interval);
        UpdatePolicy policy = situation -> {
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
        return new Named("minimumInterval", policy, interval);
    }

    /**
     * Holds a changed address if that many changes were confirmed within the period. The hold ends when the oldest of
     * them is no longer within the period. The first publication and withdrawals count as changes. A withdrawal is
     * never held.
     *
     * @param maxChanges the number of changes that are allowed in a period, from 1 to {@value RecordState#HISTORY}
     * @throws IllegalArgumentException if {@code maxChanges} is out of bounds, or the period is not positive
     */
    public static UpdatePolicy flapGuard(int maxChanges, Duration period) {
        if (maxChanges < 1 || maxChanges > RecordState.HISTORY) {
            throw new IllegalArgumentException(
                    "maxChanges is " + maxChanges + "; it must be from 1 to " + RecordState.HISTORY);
        }
        positive("period", period);
        UpdatePolicy policy = situation -> {
            List<RecordState.AddressChange> recent = situation.state().history().stream()
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
        return new Named("flapGuard", policy, maxChanges, period);
    }

    /**
     * Removes our values after this host has had no address of the family for that time. Zero removes them at once.
     * Does nothing if the provider cannot withdraw.
     *
     * @throws IllegalArgumentException if the period is negative
     */
    public static UpdatePolicy withdrawLostFamilyAfter(Duration period) {
        notNegative("period", period);
        UpdatePolicy policy = situation -> {
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
        return new Named("withdrawLostFamilyAfter", policy, period);
    }

    /** Returns the detection. It must have found an address. */
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
