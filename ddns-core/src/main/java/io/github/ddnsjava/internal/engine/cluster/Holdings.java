package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.exception.DdnsException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All leases that this node holds: those of the groups that it leads, leaves, or waits to lead, and the one by which the others
 * see that it is alive, its <em>presence</em>. Renews them, and gives them back. Used by one round at a time.
 */
final class Holdings {
    private final Leases leases;
    private final Tenures tenures;
    private final Accession accession;
    private final Groups groups;
    private final Realm realm;
    private @Nullable Tenure presence;
    /** The leases whose last renewal failed. */
    private final Set<Tenure> failing = new HashSet<>();

    Holdings(Leases leases, Tenures tenures, Accession accession, Groups groups, Realm realm) {
        this.leases = leases;
        this.tenures = tenures;
        this.accession = accession;
        this.groups = groups;
        this.realm = realm;
    }

    /**
     * Renews what is to last. If one cannot be renewed, the others are renewed all the same, as long as there is time: those
     * that failed the last time come last.
     *
     * @param hasTime whether the round has time for one more
     * @return the first failure
     */
    Optional<DdnsException> renew(BooleanSupplier hasTime) throws InterruptedException {
        Map<Tenure, Runnable> all = ifLost();
        List<Tenure> order = new ArrayList<>(all.keySet());
        order.sort(Comparator.comparing(failing::contains));
        failing.clear();
        DdnsException first = null;
        Error defect = null;
        for (Tenure tenure : order) {
            if (first != null && !hasTime.getAsBoolean()) {
                break;
            }
            try {
                if (!leases.renew(tenure)) {
                    all.getOrDefault(tenure, () -> {}).run();
                }
            } catch (DdnsException e) {
                failing.add(tenure);
                first = first == null ? e : first;
            } catch (Error e) {
                failing.add(tenure);
                defect = e;
            }
        }
        if (defect != null) {
            throw defect;
        }
        return Optional.ofNullable(first);
    }

    /**
     * Returns the leases that are to last, each with what is to do if it is lost. Not those of groups that are left: the request
     * that is under way ends before its lease does, and a provider that never returns must not keep the group from the others.
     */
    private Map<Tenure, Runnable> ifLost() {
        Map<Tenure, Runnable> all = new LinkedHashMap<>();
        if (presence != null) {
            all.put(presence, () -> presence = null);
        }
        tenures.led()
                .forEach((group, tenure) -> all.put(tenure, () -> {
                    if (tenures.leads(group, tenure)) {
                        lost(group, "its lease was lost: it has ended, or another node holds it");
                    }
                }));
        accession.waiting().forEach((group, tenure) -> all.put(tenure, () -> accession.forget(group)));
        return all;
    }

    private void lost(int group, String why) {
        if (tenures.end(group)) {
            realm.lost(group);
            realm.left(group);
            groups.free(group, why);
        }
    }

    /** Nothing new is begun for a group. It is given back as soon as nothing is under way for it. */
    void leave(int group, String why) {
        if (tenures.leave(group)) {
            realm.lost(group);
            groups.free(group, why);
        }
    }

    /** Loses the groups whose lease has run out, also while the engine does not answer. */
    void endOfTime() {
        tenures.led().forEach((group, tenure) -> {
            if (tenure.isOver()) {
                lost(group, "its lease has run out and could not be renewed");
            }
        });
        tenures.leaving().forEach((group, tenure) -> {
            if (tenure.isOver()) {
                hasLeft(group);
            }
        });
    }

    /** Gives back the groups that were left, and for which nothing is under way. */
    void handBack() throws InterruptedException {
        for (Map.Entry<Integer, Tenure> idle : tenures.idle().entrySet()) {
            hasLeft(idle.getKey());
            leases.release(idle.getValue());
        }
    }

    private void hasLeft(int group) {
        tenures.hasLeft(group);
        realm.left(group);
    }

    /** Returns whether this node is shown to be alive. */
    boolean isPresent() {
        return presence != null;
    }

    /** Shows the others that this node is alive. */
    void showPresence(String node) throws InterruptedException {
        if (presence == null) {
            presence = leases.tryAcquire(leases.ofNodes() + node, "alive").orElse(null);
        }
    }

    /** Nothing is meant for this node from now on. */
    void giveUpPresence() throws InterruptedException {
        Tenure mine = presence;
        presence = null;
        if (mine != null) {
            leases.release(mine);
        }
    }

    /** Gives everything back while the updater closes; what a call to a provider is still under way for ends by itself. */
    void close() {
        if (presence != null) { // first, so that what becomes free is not meant for this node any more
            release(presence);
            presence = null;
        }
        tenures.led().keySet().forEach(tenures::leave);
        tenures.idle().forEach((group, tenure) -> {
            tenures.hasLeft(group);
            release(tenure);
        });
        accession.waiting().forEach((group, tenure) -> {
            accession.forget(group);
            release(tenure);
        });
    }

    private static void release(Tenure tenure) {
        try {
            tenure.lease().release();
        } catch (RuntimeException e) {
            // It ends by itself.
        }
    }
}
