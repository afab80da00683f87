package io.github.ddnsjava.simulation;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Ownership;
import io.github.ddnsjava.RecordType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One seed: a world in which one or two households live through trouble, then a calm in which every record must become
 * right, and then a time in which nothing happens and no provider may be called without need.
 */
final class Simulation implements AutoCloseable {
    /** A hold lasts a day at most, and so does the time until a record is verified; clocks were set back meanwhile. */
    private static final Duration CALM = Duration.ofHours(30);

    private static final Duration QUIET = Duration.ofHours(25);
    /** A period with jitter, the wait for confirmation by a second one, and a little for the exchanges. */
    private static final Duration PROMPT = Duration.ofMinutes(12);

    private final Dice dice;
    private final Time time = new Time();
    private final Chronicle chronicle = new Chronicle(time);
    private final boolean reconfigured;
    private final List<Home> homes = new ArrayList<>();

    Simulation(long seed) {
        this.dice = new Dice(seed);
        JudgedDns zones = new JudgedDns(time, chronicle);
        zones.stands(
                DnsName.of("www.example.com"), Line.fresh(IpFamily.IPV4, 7, 1), JudgedDns.STRANGER, Optional.empty());
        this.reconfigured = seed % 3 == 1;
        int count = dice.chance(0.2) ? 2 : 1;
        for (int i = 0; i < count; i++) {
            // Not by the dice: the other seeds live as they did before there were tickets.
            homes.add(home(i, zones, seed % 20 == 19, seed % 4 == 2, new Dice(~seed * 31 + i)));
        }
    }

    private Home home(int number, JudgedDns zones, boolean large, boolean queued, Dice ofReconfigurations) {
        Home home = new Home(number, large, time, dice, ofReconfigurations, chronicle);
        home.opens(access(home, Access.Shape.ATOMIC_ZONES, zones));
        if (dice.nextBoolean()) {
            home.opens(access(home, Access.Shape.SINGLE_ZONES, zones));
        }
        if (dice.nextBoolean()) {
            home.opens(access(home, Access.Shape.HOSTS, new JudgedDns(time, chronicle)));
        }
        if (dice.chance(0.3)) {
            home.opens(access(home, Access.Shape.PAIRS, new JudgedDns(time, chronicle)));
        }
        if (queued) {
            JudgedDns other = new JudgedDns(time, chronicle);
            home.opens(access(home, Access.Shape.QUEUED_ZONES, other));
        }
        int names = large ? 100 : 1 + dice.nextInt(3);
        for (int i = 0; i < names; i++) {
            String name = "n" + i + "." + home.name() + ".example.com";
            Access access = dice.oneOf(home.accesses());
            boolean shared = access.shape().sharesNames() && dice.chance(0.2);
            for (RecordType type : RecordType.values()) {
                ManagedRecord.Builder record = ManagedRecord.builder(name, type).provider(access.key());
                if (shared) {
                    access.cloud()
                            .stands(
                                    DnsName.of(name),
                                    Line.fresh(type.family(), 7, 2 + i),
                                    JudgedDns.STRANGER,
                                    Optional.of("not yours"));
                    record.owns(Ownership.marked("kept by " + home.name()));
                }
                home.keeps(record.build());
            }
        }
        return home;
    }

    private Access access(Home home, Access.Shape shape, JudgedDns cloud) {
        String name = home.name() + "-" + shape;
        Account account = new Account(name, time, dice, chronicle);
        return new Access(shape.name(), shape, cloud, account, new Queue(cloud, account, time, dice, chronicle));
    }

    /** Lives through it. */
    Chronicle live(Duration span) {
        List<Troubles> troubles = new ArrayList<>();
        for (Home home : homes) {
            time.in(Duration.ZERO, home::start);
            Troubles mine = new Troubles(home, homes, time, dice, chronicle);
            time.in(Duration.ofSeconds(1), mine::begin);
            troubles.add(mine);
            if (reconfigured) {
                home.reconfigurations().begin();
            }
        }
        Duration rest = CALM.plus(PROMPT.multipliedBy(4)).plus(QUIET);
        for (Duration day = Duration.ofDays(1);
                day.compareTo(span.minus(rest)) <= 0;
                day = day.plus(Duration.ofDays(1))) {
            pass(Duration.ofDays(1));
            homes.forEach(Home::checkTouched);
        }
        troubles.forEach(Troubles::end);
        if (reconfigured) {
            time.in(
                    Duration.ZERO,
                    () -> homes.forEach(home -> home.reconfigurations().end()));
        }
        pass(CALM);
        homes.forEach(home -> home.checkRight(CALM));
        chronicle.worstCorrection = Duration.ZERO;
        changePromptly(IpFamily.IPV4);
        changePromptly(IpFamily.IPV6);
        pass(PROMPT);
        homes.forEach(Home::expectQuiet);
        pass(QUIET);
        homes.forEach(home -> home.checkRight(QUIET));
        homes.forEach(Home::checkTimes);
        homes.forEach(Home::checkReleased);
        return chronicle;
    }

    private void pass(Duration span) {
        time.run(span);
        chronicle.check();
    }

    private void changePromptly(IpFamily family) {
        homes.forEach(home -> home.line().reconnect(family));
        pass(PROMPT);
        homes.forEach(home -> home.checkRight(PROMPT));
    }

    String trace() {
        return chronicle.trace();
    }

    @Override
    public void close() throws IOException {
        time.end();
        for (Home home : homes) {
            home.disk().close();
        }
    }
}
