package io.github.ddnsjava.examples.agent.action;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit trail: each action, also a refused one, is a line of the log and an event. Thread-safe. */
public final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final EventFeed feed;
    private final InstantSource clock;

    /** Makes one whose events go to that feed. */
    public Audit(EventFeed feed, InstantSource clock) {
        this.feed = feed;
        this.clock = clock;
    }

    /** Returns the time of the agent. */
    Instant now() {
        return clock.instant();
    }

    /**
     * Notes an action.
     *
     * @param who the caller
     * @param what the operation
     * @param record what the caller named, as it was given; empty if nothing
     * @param outcome one word
     */
    public void note(String who, Operation what, String record, String outcome) {
        String named = Caller.printable(record);
        LOG.info("{} asked for {}{}: {}", who, what, named.isEmpty() ? "" : " of " + named, outcome);
        feed.tell(
                "action",
                () -> JsonNodeFactory.instance
                        .objectNode()
                        .put("at", clock.instant().toString())
                        .put("who", who)
                        .put("what", what.toString())
                        .put("record", named)
                        .put("outcome", outcome));
    }
}
