package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the adaptive schedule saves, for {@code docs/performance.md}: twenty lines of sixty nights each, for every row.
 * In virtual time and drawn from seeds, so the same each time. Run only by name.
 */
class ScheduleBenchmark {
    private static final int NIGHTS = 60;
    private static final int LINES = 20;
    private static final int LEARNT = 7;

    @Test
    void table() {
        StringBuilder text = new StringBuilder(
                "| period | reconnect | schedule | polls a day | median | after a week: median | 95 % | worst |\n"
                        + "| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (int minutes : new int[] {5, 15}) {
            for (int spread : new int[] {0, 5, 15}) {
                for (boolean adaptive : new boolean[] {false, true}) {
                    Schedule schedule =
                            new Schedule(Duration.ofMinutes(minutes), 0.1, Schedule.DEFAULT.probe(), adaptive);
                    text.append(row(schedule, spread));
                }
            }
        }
        System.out.println(text);
    }

    private static String row(Schedule schedule, int spread) {
        List<Duration> all = new ArrayList<>();
        List<Duration> learnt = new ArrayList<>();
        double looks = 0;
        for (int seed = 0; seed < LINES; seed++) {
            NightlyLine.Outcome outcome = NightlyLine.live(schedule, NIGHTS, spread, seed);
            all.addAll(outcome.wrongFor());
            learnt.addAll(outcome.wrongFor().subList(LEARNT, NIGHTS));
            looks += (double) outcome.looks() / (NIGHTS + 2) / LINES;
        }
        return "| %d min | ± %d min | %s | %.1f | %d s | %d s | %d s | %d s |%n"
                .formatted(
                        schedule.every().toMinutes(),
                        spread,
                        schedule.adaptive() ? "adaptive" : "fixed",
                        looks,
                        at(all, all.size() / 2),
                        at(learnt, learnt.size() / 2),
                        at(learnt, learnt.size() * 95 / 100),
                        at(learnt, learnt.size() - 1));
    }

    private static long at(List<Duration> times, int rank) {
        return times.stream().sorted().toList().get(rank).toSeconds();
    }
}
