package io.github.ddnsjava.simulation;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.Schedule;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a person changes in the set-up of a household while its updater runs: records are taken out, disabled and put back,
 * providers are made anew, policy and schedule are others. It has dice of its own.
 */
final class Reconfigurations {
    private static final Duration LEAST = Duration.ofSeconds(30);
    private static final Duration MOST = Duration.ofDays(2);
    private static final Duration LONG_CALL = Duration.ofSeconds(20);
    private static final double DURING_A_CALL = 0.03;
    /** A call that began before may go on for that long. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(4);

    private final Home home;
    private final Time time;
    private final Dice dice;
    private final Map<RecordKey, Duration> offSince = new HashMap<>();
    private final Set<RecordKey> removed = new HashSet<>();
    private final Set<String> renewed = new HashSet<>();
    private Schedule schedule = Schedule.DEFAULT;
    private int policy;
    private boolean over = true;

    Reconfigurations(Home home, Time time, Dice dice, int policy) {
        this.home = home;
        this.time = time;
        this.dice = dice;
        this.policy = policy;
    }

    /** Begins. */
    void begin() {
        over = false;
        next();
    }

    private void next() {
        time.in(dice.between(LEAST, MOST), () -> {
            if (!over) {
                draw();
                home.reconfigure();
                next();
            }
        });
    }

    /** A provider is called. Some people change the set-up just while a write is under way, which may take some seconds. */
    void callBegins() {
        if (!over && dice.chance(DURING_A_CALL)) {
            time.in(dice.between(Duration.ofMillis(1), LONG_CALL), () -> {
                if (!over) {
                    draw();
                    home.reconfigure();
                }
            });
        }
    }

    private void draw() {
        switch (dice.nextInt(5)) {
            case 0, 1 -> turn(dice.oneOf(home.records()));
            case 2 -> renewed.add(dice.oneOf(home.accesses()).key());
            case 3 -> policy = home.withdraws() ? policy : 1 + dice.nextInt(Home.POLICIES - 1);
            default -> schedule = new Schedule(dice.between(Duration.ofMinutes(3), Duration.ofMinutes(5)), 0.1);
        }
    }

    /** Takes a record out, or disables it, or puts it back. */
    private void turn(ManagedRecord record) {
        RecordKey key = record.key();
        if (offSince.remove(key) != null) {
            removed.remove(key);
            home.isBack(key);
            return;
        }
        offSince.put(key, time.passed());
        // Where both families travel together, the other one would be taken along.
        boolean isLast = removed.size() == home.records().size() - 1;
        if (dice.nextBoolean() && !isLast && !key.provider().equals(Access.Shape.PAIRS.name())) {
            removed.add(key);
        }
    }

    /** All is as it was, for good. */
    void end() {
        over = true;
        Set<RecordKey> back = Set.copyOf(offSince.keySet());
        offSince.clear();
        removed.clear();
        back.forEach(home::isBack);
        schedule = Schedule.DEFAULT;
        home.reconfigure();
    }

    boolean isRemoved(RecordKey key) {
        return removed.contains(key);
    }

    boolean isOff(RecordKey key) {
        return offSince.containsKey(key);
    }

    /** Tells whether nothing is written for a record by now. */
    boolean isQuiet(RecordKey key) {
        Duration since = offSince.get(key);
        return since != null && time.passed().minus(since).compareTo(UNDER_WAY) > 0;
    }

    /** Tells, once, whether the provider of that key is to be made anew. */
    boolean renews(String key) {
        return renewed.remove(key);
    }

    Schedule schedule() {
        return schedule;
    }

    int policy() {
        return policy;
    }
}
