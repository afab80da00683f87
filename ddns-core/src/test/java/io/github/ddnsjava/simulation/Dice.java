package io.github.ddnsjava.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** All chance of one simulated world, from its seed. Not thread-safe: one thread at a time moves the world. */
final class Dice implements RandomGenerator {
    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Returns a time between the two, small ones as likely as large ones on a logarithmic scale. */
    Duration between(Duration least, Duration most) {
        double from = Math.log(least.toMillis());
        double to = Math.log(most.toMillis());
        return Duration.ofMillis((long) Math.exp(from + random.nextDouble() * (to - from)));
    }

    /** Returns a time up to that, all equally likely. */
    Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
