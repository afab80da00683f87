package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.engine.work.Serial;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * With lines of their own, a node that leads no group looks four times a second whether a lease has become free: until another
 * node leads, DNS points at a line that its owner may have left. A node that leads any group, and a node on a common line,
 * looks every third of a lease, which costs less. Thread-safe.
 */
final class Glance {
    private static final Duration EVERY = Duration.ofMillis(250);

    private final Cluster cluster;
    private final Leases leases;
    private final Tenures tenures;
    private final Groups groups;
    private final Workers workers;
    private final Serial serial;
    private final BooleanSupplier mayLook;
    private final Runnable round;
    private final Runnable prepare;
    private final AtomicBoolean timer = new AtomicBoolean();
    private final AtomicBoolean prepared = new AtomicBoolean();

    /**
     * Makes one.
     *
     * @param serial runs the rounds and the glances, one at a time
     * @param mayLook tells whether this node takes part, and may lead
     * @param round is run when a lease has become free; it begins the next glances
     * @param prepare is run once, before the first glance, and may take long
     */
    Glance(
            Cluster cluster,
            Leases leases,
            Tenures tenures,
            Groups groups,
            Workers workers,
            Serial serial,
            BooleanSupplier mayLook,
            Runnable round,
            Runnable prepare) {
        this.cluster = cluster;
        this.leases = leases;
        this.tenures = tenures;
        this.groups = groups;
        this.workers = workers;
        this.serial = serial;
        this.mayLook = mayLook;
        this.round = round;
        this.prepare = prepare;
    }

    /** Looks from now on, until this node leads or the engine does not answer. */
    void begin() {
        if (cluster.mode() == Cluster.Mode.OWN_LINE && isWanted() && !timer.getAndSet(true)) {
            if (!prepared.getAndSet(true)) {
                workers.run(prepare);
            }
            workers.after(EVERY, () -> {
                timer.set(false);
                serial.execute(this::look);
            });
        }
    }

    private void look() {
        if (!isWanted()) {
            return;
        }
        try {
            Optional<Map<String, Leadership.Holder>> seen = leases.all();
            if (seen.isPresent() && hasBecomeFree(seen.get())) {
                round.run();
            } else if (seen.isPresent()) {
                begin();
            }
        } catch (DdnsException e) {
            // The next round tells it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the updater is closing
        }
    }

    private boolean isWanted() {
        return tenures.led().isEmpty() && mayLook.getAsBoolean();
    }

    /** What nobody held in the last round either is not new: it is not meant for this node, or cannot be taken. */
    private boolean hasBecomeFree(Map<String, Leadership.Holder> seen) {
        for (int group = 0; group < cluster.groups(); group++) {
            if (groups.of(group).filter(Groups.Known::held).isPresent() && !seen.containsKey(leases.ofGroup(group))) {
                return true;
            }
        }
        return false;
    }
}
