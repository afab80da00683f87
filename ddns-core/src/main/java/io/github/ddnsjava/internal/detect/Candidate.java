package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An address that may be published, and where it is. Immutable and thread-safe.
 *
 * @param on the interface that has it
 * @param its the address
 */
record Candidate(LocalInterface on, LocalAddress its) {
    /** Returns those of the best kind, between which only their times, their places and their numbers decide. */
    static List<Candidate> ofTheBestKind(List<Candidate> all) {
        Optional<LocalAddress> best = all.stream().map(Candidate::its).min(LocalAddress.BY_STABILITY);
        return all.stream()
                .filter(each -> best.filter(its -> LocalAddress.BY_STABILITY.compare(each.its(), its) == 0)
                        .isPresent())
                .toList();
    }

    /**
     * Returns those that will last: at least half as long as the one that lasts longest. Half, because routers renew
     * the times of living prefixes one after the other, and so each is longest in its turn; a prefix that is no more is
     * not renewed.
     */
    static List<Candidate> thatLast(List<Candidate> all) {
        Duration longest = all.stream()
                .flatMap(each -> each.its().preferred().stream())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return all.stream()
                .filter(each -> each.its()
                        .preferred()
                        .filter(time -> time.multipliedBy(2).compareTo(longest) < 0)
                        .isEmpty())
                .toList();
    }

    /**
     * Compares those that are equally good: best is that of the default route's interface, then the one that was chosen
     * before, so that none is changed for nothing; then the lowest interface and the lowest number.
     *
     * @param defaultRoute the name of the interface that the default route leaves by; empty if not known
     * @param before what was chosen before
     */
    static Comparator<Candidate> among(Optional<String> defaultRoute, Set<IpAddress> before) {
        return Comparator.comparing((Candidate each) ->
                        !defaultRoute.equals(Optional.of(each.on().name())))
                .thenComparing(each -> !before.contains(each.its().address()))
                .thenComparing(each -> each.on().index())
                .thenComparing(each -> each.its().address());
    }
}
