package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.event.UpdateEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A line whose provider forces a reconnect each night, and an updater on it, for weeks of virtual time: how long is the
 * record wrong, and what does it take to notice?
 */
final class NightlyLine {
    /**
     * What came of it.
     *
     * @param wrongFor how long the record was wrong after each reconnect, in their order
     * @param looks how often the detector was asked
     */
    record Outcome(List<Duration> wrongFor, int looks) {
        Duration median(int firstNight) {
            return sorted(firstNight).get((wrongFor.size() - firstNight) / 2);
        }

        Duration worst(int firstNight) {
            List<Duration> sorted = sorted(firstNight);
            return sorted.get(sorted.size() - 1);
        }

        private List<Duration> sorted(int firstNight) {
            return wrongFor.subList(firstNight, wrongFor.size()).stream()
                    .sorted()
                    .toList();
        }
    }

    private NightlyLine() {}

    /**
     * Lives through it.
     *
     * @param nights one reconnect each
     * @param spread how many minutes earlier or later than usual a reconnect comes at most
     * @param seed of the reconnects and of the updater's jitter
     */
    static Outcome live(Schedule schedule, int nights, int spread, long seed) {
        World world = new World();
        world.random = new Random(seed);
        Random line = new Random(~seed);
        Duration usual = Duration.ofMinutes(line.nextInt(24 * 60));
        world.wan.sees(address(0));
        List<Instant> changes = new ArrayList<>();
        for (int night = 1; night <= nights; night++) {
            String next = address(night);
            Duration shift = Duration.ofSeconds(line.nextInt(2 * 60 * spread + 1) - 60L * spread);
            world.time.schedule(Duration.ofDays(night).plus(usual).plus(shift), () -> {
                world.wan.sees(next);
                changes.add(world.time.instant());
            });
        }
        try (Updater updater = world.builder()
                .schedule(schedule)
                .policy(UpdatePolicies.onChange()) // a daily check would come just when the next reconnect does
                .record(World.HOME, RecordType.A)
                .build()) {
            updater.start();
            world.time.run(Duration.ofDays(nights + 2L));
        }
        List<UpdateEvent.Changed> published = world.events(UpdateEvent.Changed.class);
        List<Duration> wrongFor = new ArrayList<>();
        for (int i = 0; i < nights; i++) {
            wrongFor.add(Duration.between(changes.get(i), published.get(i + 1).at()));
        }
        return new Outcome(wrongFor, world.wan.asked);
    }

    private static String address(int night) {
        return "93.184." + (1 + night / 200) + "." + (1 + night % 200);
    }
}
