package io.github.ddnsjava.simulation;

import io.github.ddnsjava.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Writes of one household to a provider that cannot be read, of which its updater does not know whether they happened:
 * one that may have happened just so is looked up in DNS before it is repeated. Where writes of several addresses may
 * have happened, DNS proves nothing, and the newest is simply written again.
 */
final class Doubts {
    private final Chronicle chronicle;
    private final Map<JudgedDns.Key, Set<IpAddress>> possible = new HashMap<>();
    private final Set<JudgedDns.Key> lookedUp = new HashSet<>();
    /** Whose updater is in no other doubt, as far as can be seen from here. */
    private final Set<JudgedDns.Key> known = new HashSet<>();

    Doubts(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    /** A write was sent, and no answer came. */
    void begin(JudgedDns.Key key, IpAddress address) {
        possible.computeIfAbsent(key, k -> new HashSet<>()).add(address);
        lookedUp.remove(key);
    }

    /** A write was answered. */
    void end(JudgedDns.Key key) {
        possible.remove(key);
        known.add(key);
    }

    /** The answer leaves it open: the updater may be in a doubt of its own. */
    void unsure(JudgedDns.Key key) {
        known.remove(key);
    }

    /** DNS was asked. */
    void lookedUp(JudgedDns.Key key) {
        lookedUp.add(key);
    }

    /** The updater starts again: what was answered, it may not have saved. */
    void startAgain(boolean forgetful) {
        if (forgetful) {
            possible.clear();
        }
        known.retainAll(possible.keySet());
    }

    /** A write is about to be sent. */
    void check(JudgedDns.Key key, IpAddress address) {
        if (known.contains(key) && !lookedUp.contains(key) && Set.of(address).equals(possible.get(key))) {
            throw chronicle.broken("what may have happened is looked up before it is repeated", key + " " + address);
        }
    }
}
