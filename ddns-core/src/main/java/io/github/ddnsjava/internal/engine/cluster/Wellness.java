package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.cluster.Cluster;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Whether a node that has a line of its own may lead. One that is not well gives its leases up, and stands for no election
 * before it has been well for a whole lease, so that leadership does not go back and forth. Used by one round at a time.
 */
final class Wellness {
    /** How many rounds in a row a leader has to be unwell before it gives up. A source that is slow once is no reason. */
    private static final int ROUNDS = 2;

    private final Cluster cluster;
    private final Clocks clocks;
    private final BooleanSupplier engine;
    private final Consumer<Throwable> defects;
    private int bad;
    private boolean threw;
    private Optional<Clocks.Moment> unwell = Optional.empty();

    /**
     * Makes one.
     *
     * @param engine whether this updater can do its work
     * @param defects is told when the application's check begins to throw
     */
    Wellness(Cluster cluster, Clocks clocks, BooleanSupplier engine, Consumer<Throwable> defects) {
        this.cluster = cluster;
        this.clocks = clocks;
        this.engine = engine;
        this.defects = defects;
    }

    /** Looks how this node is. Returns false if it is to give its leases up. */
    boolean check(boolean leads) {
        if (cluster.mode() == Cluster.Mode.SAME_LINE) {
            return true;
        }
        boolean said = says();
        bad = said && engine.getAsBoolean() ? 0 : bad + 1;
        if (!said || bad >= ROUNDS || bad > 0 && !leads) {
            unwell = Optional.of(clocks.now());
            return false;
        }
        return true;
    }

    /** A check that throws does not say that all is well. */
    private boolean says() {
        try {
            boolean said = cluster.healthCheck().getAsBoolean();
            threw = false;
            return said;
        } catch (RuntimeException | Error e) {
            if (!threw) {
                defects.accept(e);
            }
            threw = true;
            return false;
        }
    }

    /** Returns whether this node may take a lease. */
    boolean mayStand() {
        return bad == 0
                && unwell.filter(since -> !clocks.now().hasCounted(cluster.lease(), since))
                        .isEmpty();
    }

    String why() {
        return "node " + cluster.node() + " is not well: its network, its detectors or the application's check fail";
    }
}
