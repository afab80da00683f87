package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.http.ProviderHttp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a vendor's zones are found. The base classes cache what is found, and pick the longest zone that a name is in.
 * Immutable and thread-safe if its functions are.
 */
public final class Zones {
    /** Finds zones among the names that could be zones. */
    private interface Way {
        List<Zone> find(Collection<List<DnsName>> names, ProviderHttp http, Map<DnsName, DdnsException> refused)
                throws InterruptedException;
    }

    private final Way way;
    private final boolean nameZones;
    private final Optional<String> hint;

    private Zones(Way way, boolean nameZones) {
        this(way, nameZones, Optional.empty());
    }

    private Zones(Way way, boolean nameZones, Optional<String> hint) {
        this.way = way;
        this.nameZones = nameZones;
        this.hint = hint;
    }

    /** Lists the zones of an account. */
    @FunctionalInterface
    public interface Lister {
        /**
         * Returns all zones of the account.
         *
         * @throws DdnsException if they cannot be listed
         * @throws InterruptedException if the calling thread is interrupted, or the updater closes
         */
        List<Zone> list(ProviderHttp http) throws InterruptedException;
    }

    /** Chooses between the ways to find zones, for vendors where one is cheaper at times. */
    @FunctionalInterface
    public interface Chooser {
        /**
         * Returns the zones among these names, and perhaps others of the account.
         *
         * @param candidates every name that could be the zone of a name in question
         * @throws DdnsException if they cannot be found out
         * @throws InterruptedException if the calling thread is interrupted, or the updater closes
         */
        List<Zone> find(Set<DnsName> candidates, ProviderHttp http) throws InterruptedException;
    }

    /** Asks whether a name is a zone of the account. */
    @FunctionalInterface
    public interface Probe {
        /**
         * Returns the zone of that name; empty if there is none. A refusal that names the zone (403, not found, invalid)
         * counts as none.
         *
         * @throws DdnsException if it cannot be found out
         * @throws InterruptedException if the calling thread is interrupted, or the updater closes
         */
        Optional<Zone> probe(DnsName name, ProviderHttp http) throws InterruptedException;
    }

    /** All zones are listed. For vendors whose list is short, or without another way. */
    public static Zones listed(Lister lister) {
        return new Zones((names, http, refused) -> lister.list(http), false);
    }

    /** The vendor's own way. */
    public static Zones chosen(Chooser chooser) {
        return new Zones(
                (names, http, refused) -> {
                    Set<DnsName> candidates = new TreeSet<>();
                    names.forEach(candidates::addAll);
                    return chooser.find(candidates, http);
                },
                false);
    }

    /**
     * Names are tried, for each record from the longest, until one is a zone. Top-level domains are not tried. What was
     * refused for want of a permission, or as invalid, counts as no zone for a day, if another zone was found for its
     * records. If no name of a record is a zone, that refusal is the answer, and the next publication asks again.
     */
    public static Zones probed(Probe probe) {
        return new Zones(
                (names, http, refused) -> {
                    Map<DnsName, Optional<Zone>> known = new HashMap<>();
                    for (List<DnsName> longestFirst : names) {
                        boolean found = false;
                        for (DnsName name : longestFirst) {
                            if (name.labels().size() > 1 && !found) {
                                found = probed(probe, name, http, known, refused)
                                        .isPresent();
                            }
                        }
                    }
                    List<Zone> zones = new ArrayList<>();
                    known.values().forEach(zone -> zone.ifPresent(zones::add));
                    return zones;
                },
                true);
    }

    /**
     * Returns the same way with a sentence that tells users what to check if a name is in no zone, for vendors whose
     * interface does not reach all domains.
     */
    public Zones withHint(String text) {
        return new Zones(way, nameZones, Optional.of(text));
    }

    private static Optional<Zone> probed(
            Probe probe,
            DnsName name,
            ProviderHttp http,
            Map<DnsName, Optional<Zone>> known,
            Map<DnsName, DdnsException> refused)
            throws InterruptedException {
        Optional<Zone> zone = known.get(name);
        if (zone == null) {
            try {
                zone = probe.probe(name, http);
            } catch (RejectedException e) {
                if (e.reason() == RejectedException.Reason.QUOTA) {
                    throw e;
                }
                if (e.reason() == RejectedException.Reason.INVALID) {
                    refused.put(name, e); // the vendor does not take this name for a domain
                }
                zone = Optional.empty();
            } catch (AuthenticationException e) {
                if (e.scope() == ProblemScope.ACCOUNT) {
                    throw e;
                }
                refused.put(name, e);
                zone = Optional.empty();
            }
            known.put(name, zone);
        }
        return zone;
    }

    /**
     * Finds zones.
     *
     * @param refused takes the names that the account may not ask for, with the vendor's refusal, and those that are in no
     *     zone if there is a hint
     */
    List<Zone> find(Collection<List<DnsName>> names, ProviderHttp http, Map<DnsName, DdnsException> refused)
            throws InterruptedException {
        List<Zone> zones = way.find(names, http, refused);
        hint.ifPresent(text -> names.stream()
                .filter(candidates -> candidates.stream().noneMatch(refused::containsKey)
                        && zones.stream().map(Zone::name).noneMatch(candidates::contains))
                .map(candidates -> candidates.get(0))
                .toList()
                .forEach(name -> refused.put(
                        name,
                        new RejectedException(
                                RejectedException.Reason.NOT_FOUND,
                                "no zone of this account contains " + name + "; " + text))));
        return zones;
    }

    /** Tells whether the requests name a zone: then a refusal concerns that zone alone. */
    boolean nameZones() {
        return nameZones;
    }
}
