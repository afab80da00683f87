package io.github.ddnsjava.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.internal.engine.account.Connectivity;
import io.github.ddnsjava.internal.engine.account.Mandate;
import io.github.ddnsjava.internal.engine.cycle.Cycle;
import io.github.ddnsjava.internal.engine.cycle.Scope;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.rules.Backoff;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An error in the engine itself, as when memory runs out, leaves no cycle behind and nobody waiting. */
class CyclesUnderWayTest {
    private final World world = new World();
    private final EngineParts parts = new EngineParts(
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            Map.of(),
            List.of(),
            Schedule.DEFAULT,
            RetrySettings.DEFAULT,
            Duration.ofMinutes(2),
            world.store,
            world.environment(),
            (name, type) -> Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty());
    private final Workers workers = new Workers(world.time, world.time);
    private final Events noMemory = new Events(
            () -> List.of(event -> {}),
            task -> {
                throw new OutOfMemoryError("no memory for a task");
            },
            (why, again) -> {
                throw new OutOfMemoryError("no memory for a timer");
            },
            world.store);
    private final StateAccess state = new StateAccess(
            world.store,
            world.time,
            workers,
            noMemory,
            new Backoff(() -> RetrySettings.DEFAULT, world.random),
            Connectivity.UNNOTED,
            () -> Roster.first(parts, workers, at -> {}),
            Mandate.UNLIMITED,
            () -> false);
    private final CyclesUnderWay cycles = new CyclesUnderWay(
            world.time, workers, state, new Releases(), new Watchdog(workers, world.time, event -> {}));
    private final List<UpdateReport> reports = new ArrayList<>();

    private void begin(Consumer<Cycle> begin) {
        state.open();
        cycles.begin(begin, false, Scope.CONCERNED, reports::add);
    }

    @Test
    @Tag("promise-14")
    void aCycleWhoseEndCannotBeToldGivesItsReport() {
        assertThatThrownBy(() -> begin(cycle -> cycle.begin(List.of()))).hasMessage("no memory for a timer");
        assertThat(reports).hasSize(1);
        assertThat(cycles.lastFinished()).isPresent();
    }

    @Test
    @Tag("promise-14")
    void aCycleThatCannotBeginIsNotUnderWay() {
        assertThatThrownBy(() -> begin(cycle -> {
                    throw new OutOfMemoryError("no memory for a cycle");
                }))
                .hasMessage("no memory for a cycle");
        cycles.abandon();
        assertThat(reports).isEmpty();
    }
}
