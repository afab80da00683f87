package io.github.ddnsjava.provider.testkit.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A {@link ZoneFake} of a service that accepts writes with a ticket and carries them out later. What it lists has each write
 * at once, and what its name servers have does not while writes are held back. A subclass keeps the tickets, and gives them
 * the status of {@link #isHeld}. Thread-safe if the subclass is.
 */
public abstract class TicketFake extends ZoneFake {
    private final Map<String, List<ObjectNode>> served = new HashMap<>();
    private boolean held;

    /** Creates one; see {@link ZoneFake#ZoneFake}. */
    protected TicketFake(String base, Unit unit, Members members) {
        super(base, unit, members);
    }

    @Override
    public synchronized void reset() {
        super.reset();
        served.clear();
        held = false;
    }

    /** From now on, what is changed does not reach the name servers. */
    public final synchronized void holdBack() {
        zones().forEach(zone -> served.put(zone, super.records(zone)));
        held = true;
    }

    /** Tells whether a write that is accepted now is not carried out yet. */
    protected final synchronized boolean isHeld() {
        return held;
    }

    /** Lets what was accepted reach the name servers. A subclass also gives its tickets the status of success. */
    public synchronized void carryOut() {
        held = false;
    }

    /** Forgets all tickets. */
    public abstract void forgetTickets();

    /** Returns how it gives up what it has accepted, with a reason; empty, as by default, if the vendor never does. */
    public Optional<Consumer<String>> giveUp() {
        return Optional.empty();
    }

    /** Returns what the name servers have. */
    @Override
    public synchronized List<ObjectNode> records(String zone) {
        return held ? List.copyOf(served.getOrDefault(zone, List.of())) : super.records(zone);
    }
}
