package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.Standing.Outside;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What hinders records from outside, during one reading of the status. Each group and each feed is asked once, because many
 * records share them. Not thread-safe.
 */
public final class Surroundings {
    private final Optional<Problem> network;
    private final Function<Feed, Optional<Problem>> detector;
    private final Function<Entry, Optional<Problem>> elsewhere;
    private final Map<Integer, Outside> groups = new HashMap<>();
    private final Map<Feed, Outside> feeds = new HashMap<>();

    /**
     * Asks nothing yet.
     *
     * @param network the problem of all records while there is no network
     * @param detector returns the problem of a detector that did not answer
     * @param elsewhere returns why this node does not keep the records of a group, of which it gets one
     */
    public Surroundings(
            Optional<Problem> network,
            Function<Feed, Optional<Problem>> detector,
            Function<Entry, Optional<Problem>> elsewhere) {
        this.network = network;
        this.detector = detector;
        this.elsewhere = elsewhere;
    }

    /** Returns what hinders a record. A pushed address is known, whatever a detector says. */
    Outside of(Entry entry) {
        if (entry.disabled.isPresent()) {
            return Outside.notKept(entry.disabled.get());
        }
        Outside group = groups.computeIfAbsent(
                entry.group,
                number -> elsewhere.apply(entry).map(Outside::notKept).orElse(Outside.NOTHING));
        if (!group.kept()) {
            return group;
        }
        if (network.isPresent()) {
            return Outside.unknown(network);
        }
        return entry.isPushed()
                ? Outside.NOTHING
                : feeds.computeIfAbsent(entry.feed, feed -> Outside.unknown(detector.apply(feed)));
    }
}
