package io.github.ddnsjava.simulation;

import io.github.ddnsjava.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Writes of one household to a provider that cannot be read, of which its updater does not know whether they happened: one
 * that may have happened just so is looked up in DNS before it is repeated.
 */
final class Doubts {
    private final Chronicle chronicle;
    private final Map<Cloud.Key, Set<IpAddress>> open = new HashMap<>();

    Doubts(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    /** A write was sent, and no answer came. */
    void begin(Cloud.Key key, IpAddress address) {
        open.computeIfAbsent(key, k -> new HashSet<>()).add(address);
    }

    /** A write was answered, or DNS was asked. */
    void end(Cloud.Key key) {
        open.remove(key);
    }

    /** The updater lost its memory. */
    void forget() {
        open.clear();
    }

    /** A write is about to be sent. */
    void check(Cloud.Key key, IpAddress address) {
        if (Set.of(address).equals(open.get(key))) {
            throw chronicle.broken("what may have happened is looked up before it is repeated", key + " " + address);
        }
    }
}
