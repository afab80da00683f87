package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Finds the zone of each name: the longest suffix that the account owns. It asks once and caches the answers. It is
 * used for one publication; other publications of the account may add and remove cached zones meanwhile.
 */
final class ZoneFinder {
    /** Returns the provider's zones. */
    interface Source {
        /**
         * Returns at least the zones that these names are in.
         *
         * @param names for each name, the names that could be its zone, the longest first
         * @param refused takes the names that the account may not ask for, with the refusal
         */
        List<Zone> zones(Collection<List<DnsName>> names, Publication publication, Map<DnsName, DdnsException> refused)
                throws InterruptedException;
    }

    /** A name that the account may not ask for counts as no zone for so long: the permission may be granted meanwhile. */
    private static final Duration REFUSED = Duration.ofDays(1);

    /** What is known in this account: a zone, or that a name is not a zone. */
    private static final class Known {
        private final Map<DnsName, Optional<Zone>> zones = new ConcurrentHashMap<>();
        /** When names that count as no zone were refused. */
        private final Map<DnsName, Instant> refused = new ConcurrentHashMap<>();

        void forgetRefused(Publication publication) {
            if (refused.isEmpty()) {
                return;
            }
            Instant before = publication.now().minus(REFUSED);
            refused.forEach((name, at) -> {
                if (at.isBefore(before) && refused.remove(name, at)) {
                    zones.remove(name, Optional.<Zone>empty());
                }
            });
        }
    }

    private final Source source;
    private final Publication publication;
    private final Known known;
    /** The answers to this publication's own questions. No other publication can remove them. */
    private final Map<DnsName, Optional<Zone>> askedNow = new HashMap<>();
    /** What this publication was refused. */
    private final Map<DnsName, DdnsException> refusedNow = new HashMap<>();
    /** The names that several zones have. They are asked for again by the next publication. */
    private final Set<DnsName> severalNow = new HashSet<>();

    ZoneFinder(Source source, Publication publication) throws InterruptedException {
        this.source = source;
        this.publication = publication;
        this.known = publication.cached(ZoneFinder.class, Known.class, Known::new);
        known.forgetRefused(publication);
    }

    /**
     * Groups changes by zone. Unknown zones are requested in one call.
     *
     * @param homeless is called with each change whose name is in no zone of the account, or in one that it may not see
     */
    Map<Zone, List<RecordChange>> byZone(
            List<RecordChange> changes, BiConsumer<Collection<RecordChange>, DdnsException> homeless)
            throws InterruptedException {
        Set<List<DnsName>> unknown = new LinkedHashSet<>();
        for (RecordChange change : changes) {
            List<DnsName> candidates = candidates(change);
            if (!isKnown(candidates)) {
                unknown.add(candidates);
            }
        }
        if (!unknown.isEmpty()) {
            ask(unknown);
        }
        Map<Zone, List<RecordChange>> byZone = new LinkedHashMap<>();
        for (RecordChange change : changes) {
            try {
                byZone.computeIfAbsent(zoneOf(change), zone -> new ArrayList<>())
                        .add(change);
            } catch (RejectedException | AuthenticationException e) {
                homeless.accept(List.of(change), e);
            }
        }
        return byZone;
    }

    /**
     * Returns the zone of a name.
     *
     * @throws RejectedException with {@code NOT_FOUND} if the account has none,
     *     or with {@code INVALID} if it has several zones of the name
     * @throws AuthenticationException if it may not see the one that it may have
     */
    Zone zoneOf(RecordChange change) throws InterruptedException {
        List<DnsName> candidates = candidates(change);
        Optional<Zone> zone = longest(candidates);
        if (zone.isEmpty() && !askedNow.keySet().containsAll(candidates)) {
            // It may have been made since it was last looked for.
            ask(List.of(candidates));
            zone = longest(candidates);
        }
        zone.map(Zone::name).filter(severalNow::contains).ifPresent(name -> {
            throw RejectedException.invalid("the account has several zones named " + name
                    + ", and it is not known which one the domain is delegated to; delete the other zones");
        });
        return zone.orElseThrow(() -> candidates.stream()
                .flatMap(name -> Optional.ofNullable(refusedNow.get(name)).stream())
                .findFirst()
                .orElseGet(() -> new RejectedException(
                        RejectedException.Reason.NOT_FOUND,
                        "no zone of this account contains " + change.name()
                                + "; check the name, the account, and whether its credentials may see the zone")));
    }

    /**
     * Removes a zone from the cache. Returns whether it was known before this publication; if so, asking again may
     * help.
     */
    boolean forget(Zone zone) {
        known.zones.remove(zone.name(), Optional.of(zone));
        return !askedNow.containsKey(zone.name());
    }

    /** Tells whether no name that would have to be asked for is longer than the longest known zone. */
    private boolean isKnown(List<DnsName> longestFirst) {
        for (DnsName name : longestFirst) {
            Optional<Zone> zone = askedNow.getOrDefault(name, known.zones.get(name));
            if (zone == null || zone.isPresent()) {
                return zone != null;
            }
        }
        return true;
    }

    /** Asks; of names beyond the zone that was found nothing is learnt, because the provider may have stopped there. */
    private void ask(Collection<List<DnsName>> names) throws InterruptedException {
        Map<DnsName, Optional<Zone>> answers = new HashMap<>();
        for (Zone zone : source.zones(names, publication, refusedNow)) {
            Optional<Zone> other = answers.put(zone.name(), Optional.of(zone));
            if (other != null && !other.equals(Optional.of(zone))) {
                severalNow.add(zone.name());
            }
        }
        for (List<DnsName> longestFirst : names) {
            for (DnsName name : longestFirst) {
                if (answers.computeIfAbsent(name, none -> Optional.empty()).isPresent()) {
                    break;
                }
            }
        }
        askedNow.putAll(answers);
        known.zones.putAll(answers);
        known.zones.keySet().removeAll(severalNow);
        known.refused.keySet().removeAll(answers.keySet());
        refusedNow.keySet().forEach(name -> known.refused.put(name, publication.now()));
    }

    private Optional<Zone> longest(List<DnsName> candidates) {
        return candidates.stream().flatMap(name -> known(name).stream()).findFirst();
    }

    private Optional<Zone> known(DnsName name) {
        Optional<Zone> asked = askedNow.get(name);
        return asked != null ? asked : known.zones.getOrDefault(name, Optional.empty());
    }

    /** Returns the names that could be the zone, ordered from the longest. */
    private static List<DnsName> candidates(RecordChange change) {
        if (change.zone().isPresent()) {
            return List.of(change.zone().get());
        }
        List<DnsName> candidates = new ArrayList<>();
        Optional<DnsName> name = change.name().isWildcard() ? change.name().parent() : Optional.of(change.name());
        while (name.isPresent()) {
            candidates.add(name.get());
            name = name.get().parent();
        }
        return candidates;
    }
}
