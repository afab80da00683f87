package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.UpdaterHealth.Condition;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.UpdaterHealth.Vital;
import io.github.ddnsjava.event.UpdateEvent;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether this node does its part in the cluster. It is told when that changes. Used by one round at a time, and read by all. */
final class Trouble {
    private final InstantSource clock;
    private final Consumer<UpdateEvent> events;
    private volatile Optional<Vital> vital = Optional.empty();

    Trouble(InstantSource clock, Consumer<UpdateEvent> events) {
        this.clock = clock;
        this.events = events;
    }

    /** Notes what went wrong in a round; empty if nothing did. */
    void note(Optional<Problem> problem) {
        boolean before = vital.isPresent();
        if (problem.isPresent()) {
            vital = Optional.of(new Vital(
                    Part.CLUSTER,
                    "",
                    Condition.BAD,
                    vital.flatMap(Vital::since).or(() -> Optional.of(clock.instant())),
                    problem.get().message()));
        } else {
            vital = Optional.empty();
        }
        if (problem.isPresent() && !before) {
            events.accept(new UpdateEvent.ClusterTroubled(clock.instant(), problem.get()));
        } else if (problem.isEmpty() && before) {
            events.accept(new UpdateEvent.ClusterRecovered(clock.instant()));
        }
    }

    Optional<Vital> vital() {
        return vital;
    }
}
