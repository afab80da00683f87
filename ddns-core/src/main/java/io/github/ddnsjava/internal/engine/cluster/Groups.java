package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.records.Share;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What this node knows of who leads each group, and tells when it changes. Thread-safe. */
final class Groups {
    /**
     * Who leads a group.
     *
     * @param held whether somebody holds its lease
     * @param leader who does; empty if nobody, or if the engine cannot tell
     * @param ours whether this node leads it
     * @param since when that was noticed
     */
    record Known(boolean held, Optional<String> leader, boolean ours, Instant since) {}

    private final InstantSource clock;
    private final Consumer<UpdateEvent> events;
    private final Map<Integer, Known> known = new ConcurrentHashMap<>();
    private volatile boolean ended;

    Groups(InstantSource clock, Consumer<UpdateEvent> events) {
        this.clock = clock;
        this.events = events;
    }

    /** This node leads it. */
    void ours(int group, String node, String why) {
        learn(group, true, Optional.of(node), true, why);
    }

    /** Another node holds its lease. */
    void held(int group, String node) {
        learn(group, true, Optional.of(node), false, "another node holds its lease");
    }

    /** Its lease is not free, and this process does not hold it. It may be a lease that this node has lost. */
    void heldByUnknown(int group, String why) {
        learn(group, true, Optional.empty(), false, why);
    }

    /** Nobody holds its lease, as far as this node knows. */
    void free(int group, String why) {
        learn(group, false, Optional.empty(), false, why);
    }

    private void learn(int group, boolean held, Optional<String> leader, boolean ours, String why) {
        Known before = known.get(group);
        if (before != null
                && before.held() == held
                && before.ours() == ours
                && before.leader().equals(leader)) {
            return;
        }
        Instant now = clock.instant();
        known.put(group, new Known(held, leader, ours, now));
        boolean nothingNew = before == null && !held; // that nobody leads is no change before anybody has
        if (!nothingNew) {
            events.accept(new UpdateEvent.LeadershipChanged(now, Share.name(group), leader, ours, why));
        }
    }

    /** From now on this node leads no group, because it no longer takes part. No event is sent. */
    void end() {
        ended = true;
    }

    Optional<Known> of(int group) {
        return Optional.ofNullable(known.get(group)).filter(it -> !ended || !it.ours());
    }
}
