package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Finds the zone of names: the longest suffix that the account owns, asked once and remembered. */
final class ZoneFinder {
    /** Asks the provider for zones. */
    interface Source {
        List<Zone> zones(Set<DnsName> candidates, Publication publication) throws InterruptedException;
    }

    /** What is known in this account: a zone, or that a name is none. */
    private static final class Known {
        private final Map<DnsName, Optional<Zone>> zones = new ConcurrentHashMap<>();
    }

    private final Source source;
    private final Publication publication;
    private final Known known;
    private final Set<DnsName> askedNow = new TreeSet<>();

    ZoneFinder(Source source, Publication publication) throws InterruptedException {
        this.source = source;
        this.publication = publication;
        this.known = publication.cached(ZoneFinder.class, Known.class, Known::new);
    }

    /**
     * Groups changes by zone, asking for the unknown ones in one go.
     *
     * @param homeless is told of each change whose name is in no zone of the account
     */
    Map<Zone, List<RecordChange>> byZone(
            List<RecordChange> changes, BiConsumer<Collection<RecordChange>, DdnsException> homeless)
            throws InterruptedException {
        Set<DnsName> candidates = new TreeSet<>();
        changes.forEach(change -> candidates.addAll(candidates(change)));
        ask(candidates);
        Map<Zone, List<RecordChange>> byZone = new LinkedHashMap<>();
        for (RecordChange change : changes) {
            try {
                byZone.computeIfAbsent(zoneOf(change), zone -> new ArrayList<>())
                        .add(change);
            } catch (RejectedException e) {
                homeless.accept(List.of(change), e);
            }
        }
        return byZone;
    }

    /** Returns the zone of a name. */
    Zone zoneOf(RecordChange change) throws InterruptedException {
        List<DnsName> candidates = candidates(change);
        Optional<Zone> zone = longest(candidates);
        if (zone.isEmpty() && !askedNow.containsAll(candidates)) {
            // It may have been made since it was last looked for.
            candidates.forEach(known.zones::remove);
            ask(new TreeSet<>(candidates));
            zone = longest(candidates);
        }
        return zone.orElseThrow(() -> new RejectedException(
                RejectedException.Reason.NOT_FOUND,
                "no zone of this account contains " + change.name()
                        + "; check the name, the account, and whether its credentials may see the zone"));
    }

    /** Forgets a zone; tells whether it was known from before this publication, so that asking anew may help. */
    boolean forget(Zone zone) {
        known.zones.remove(zone.name());
        return !askedNow.contains(zone.name());
    }

    private void ask(Set<DnsName> candidates) throws InterruptedException {
        Set<DnsName> unknown = new TreeSet<>(candidates);
        unknown.removeAll(known.zones.keySet());
        if (unknown.isEmpty()) {
            return;
        }
        List<Zone> zones = source.zones(unknown, publication);
        askedNow.addAll(unknown);
        unknown.forEach(name -> known.zones.put(name, Optional.empty()));
        zones.forEach(zone -> known.zones.put(zone.name(), Optional.of(zone)));
    }

    private Optional<Zone> longest(List<DnsName> candidates) {
        return candidates.stream()
                .flatMap(name -> known.zones.getOrDefault(name, Optional.empty()).stream())
                .findFirst();
    }

    /** Returns the names that could be the zone, the longest first. */
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
