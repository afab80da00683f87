package io.github.ddnsjava.examples.agent.action;

import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the process should live on, and whether it does its work, in one word. A network, detector or provider that fails
 * does not count: a restart would not help it, and the status and the metrics show it. Stateless.
 */
public final class Health {
    private static final Duration LATE = Duration.ofMinutes(15);

    private Health() {}

    /**
     * The answer.
     *
     * @param good whether all is well
     * @param word which state it is
     */
    public record Word(boolean good, String word) {}

    /**
     * Tells whether the process should live on.
     *
     * @param now the time
     * @param started whether the updater was started: then one that does not run has stopped
     */
    public static Word live(UpdaterStatus status, Instant now, boolean started) {
        if (!status.running()) {
            return started ? new Word(false, "stopped") : new Word(true, "live");
        }
        boolean late =
                status.nextCycle().filter(next -> next.plus(LATE).isBefore(now)).isPresent();
        return late ? new Word(false, "stuck") : new Word(true, "live");
    }

    /**
     * Tells whether the updater does its work.
     *
     * @param started whether the updater was started: then one that does not run has stopped
     */
    public static Word ready(UpdaterStatus status, boolean started) {
        if (!status.running()) {
            return new Word(false, started ? "stopped" : "starting");
        }
        // A node that leads nothing has no cycle, and does its work: it knows who leads.
        boolean follows = !status.groups().isEmpty()
                && status.groups().stream()
                        .allMatch(group -> !group.ours() && group.since().isPresent());
        if (status.lastCycle().isEmpty() && !status.paused() && !follows) {
            return new Word(false, "starting");
        }
        boolean unsaved = status.health().vitals().stream()
                .anyMatch(vital ->
                        vital.part() == UpdaterHealth.Part.STATE && vital.condition() == UpdaterHealth.Condition.BAD);
        return unsaved ? new Word(false, "state") : new Word(true, "ready");
    }
}
