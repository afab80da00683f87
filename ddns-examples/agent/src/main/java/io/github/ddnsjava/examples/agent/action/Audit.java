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

    /**
     * Whom the trail names. Immutable.
     *
     * @param name the name of the token, the subject of the JWT or the user of the socket; empty if nobody knows
     * @param role the role; for a caller without one, what is known instead
     * @param from the address or the door that the caller came by
     */
    public record Who(String name, String role, String from) {
        /** Makes the name safe for logs. */
        public Who {
            name = Caller.printable(name);
        }

        /** Names a caller. */
        static Who of(Caller caller) {
            return new Who(caller.name(), caller.role().toString(), caller.from());
        }

        /** Returns it for people. A name is quoted, so that it cannot look like another part of the line. */
        @Override
        public String toString() {
            return (name.isEmpty() ? "somebody" : Caller.quoted(name)) + " (" + role + ", " + from + ")";
        }
    }

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
     * Notes an action. The names of the key-value pairs are stable: {@code who}, {@code role}, {@code from}, {@code action},
     * {@code record}, {@code outcome}, {@code times}.
     *
     * @param who the caller
     * @param what the operation
     * @param record what the caller named, as it was given; empty if nothing
     * @param outcome one word
     */
    public void note(Who who, Operation what, String record, String outcome) {
        note(who, what, record, outcome, 1);
    }

    /**
     * Notes actions that are alike as one.
     *
     * @param times how many there were
     */
    public void note(Who who, Operation what, String record, String outcome, int times) {
        String named = Caller.printable(record);
        LOG.atInfo()
                .addKeyValue("who", who.name())
                .addKeyValue("role", who.role())
                .addKeyValue("from", who.from())
                .addKeyValue("action", what.toString())
                .addKeyValue("record", named)
                .addKeyValue("outcome", outcome)
                .addKeyValue("times", times)
                .log(
                        "{} asked for {}{}: {}{}",
                        who,
                        what,
                        named.isEmpty() ? "" : " of " + Caller.quoted(named),
                        outcome,
                        times == 1 ? "" : ", " + times + " times");
        feed.tell(
                "action",
                () -> JsonNodeFactory.instance
                        .objectNode()
                        .put("at", clock.instant().toString())
                        .put("who", who.name())
                        .put("role", who.role())
                        .put("from", who.from())
                        .put("what", what.toString())
                        .put("record", named)
                        .put("outcome", outcome)
                        .put("times", times));
    }
}
