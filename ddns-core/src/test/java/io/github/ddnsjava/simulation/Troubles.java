package io.github.ddnsjava.simulation;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What befalls a household, one thing after another, most of it for a while. */
final class Troubles {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HALF_A_DAY = Duration.ofHours(12);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int LIAR = 5;

    private final Home home;
    private final List<Home> all;
    private final Time time;
    private final Dice dice;
    private final Chronicle chronicle;
    private boolean over;
    private int families;

    Troubles(Home home, List<Home> all, Time time, Dice dice, Chronicle chronicle) {
        this.home = home;
        this.all = all;
        this.time = time;
        this.dice = dice;
        this.chronicle = chronicle;
    }

    /** Begins, with the daily reconnect of many access providers and the rest by chance. */
    void begin() {
        if (dice.chance(0.7)) {
            reconnectDaily();
        }
        next();
    }

    private void reconnectDaily() {
        time.in(DAY.plus(dice.upTo(Duration.ofMinutes(10))), () -> {
            if (!over) {
                home.line().reconnect(IpFamily.IPV4);
                if (dice.nextBoolean()) {
                    home.line().reconnect(IpFamily.IPV6);
                }
                reconnectDaily();
            }
        });
    }

    private void next() {
        time.in(dice.between(MINUTE, DAY), () -> {
            if (!over) {
                chronicle.faults++;
                befall();
                next();
            }
        });
    }

    private void befall() {
        switch (dice.nextInt(13)) {
            case 0 -> home.line().reconnect(family());
            case 1 -> flaps(2 + dice.nextInt(6), family());
            case 2 -> loses(family());
            case 3 -> behindCarrier();
            case 4, 5 -> witness();
            case 6, 7, 8 -> account();
            case 9 -> person();
            case 10 -> process();
            case 11 -> bootsWithAWrongClock();
            default -> clock();
        }
    }

    private IpFamily family() {
        return dice.nextBoolean() ? IpFamily.IPV4 : IpFamily.IPV6;
    }

    private void flaps(int times, IpFamily family) {
        if (times > 0 && !over) {
            home.line().flap(family);
            time.in(dice.between(Duration.ofSeconds(1), Duration.ofMinutes(20)), () -> flaps(times - 1, family));
        }
    }

    private void loses(IpFamily family) {
        home.line().lose(family);
        time.in(dice.between(MINUTE, HALF_A_DAY), () -> home.line().reconnect(family));
    }

    private void behindCarrier() {
        home.line().behindCarrier(true);
        time.in(dice.between(MINUTE, HALF_A_DAY), () -> home.line().behindCarrier(false));
    }

    private void witness() {
        int witness = dice.nextInt(home.witnesses().count());
        Witnesses.Mood mood = dice.oneOf(List.of(Witnesses.Mood.values()));
        becomes(witness, mood);
        if (mood.deceives()) {
            becomes((witness + 1) % home.witnesses().count(), mood); // where two may
        }
    }

    private void becomes(int witness, Witnesses.Mood mood) {
        if (home.witnesses().become(witness, mood)) {
            time.in(dice.between(MINUTE, HALF_A_DAY), () -> home.witnesses().become(witness, Witnesses.Mood.HONEST));
        }
    }

    private void account() {
        Access access = dice.oneOf(home.accesses());
        Account.Trouble trouble = dice.oneOf(List.of(Account.Trouble.values()));
        access.account().begins(trouble, dice.oneOf(home.records()).name());
        time.in(dice.between(MINUTE, HALF_A_DAY), () -> ends(access, trouble));
        if (dice.nextBoolean()) {
            home.line().reconnect(family()); // troubles matter when something is to be done
        }
    }

    private void ends(Access access, Account.Trouble trouble) {
        access.account().ends(trouble);
        if (access.account().asksForDays()) {
            home.resume(access);
        }
    }

    private void person() {
        ManagedRecord record = dice.oneOf(home.records());
        home.accesses().stream()
                .filter(access -> access.key().equals(record.provider()))
                .forEach(access -> access.cloud()
                        .editedByHand(
                                new JudgedDns.Key(record.name(), record.type()),
                                home.withdraws() || dice.nextBoolean()
                                        ? Optional.empty()
                                        : Optional.of(Line.fresh(record.type().family(), LIAR, ++families))));
    }

    private void process() {
        switch (dice.nextInt(3)) {
            case 0 -> home.losePower();
            case 1 -> home.restart();
            default -> {
                home.fillDisk();
                time.in(dice.between(MINUTE, HALF_A_DAY), home::makeRoom);
            }
        }
    }

    private void clock() {
        boolean back = time.skew().toMinutes() >= 60 || dice.nextBoolean();
        Duration by = dice.between(Duration.ofSeconds(1), back ? Duration.ofHours(1) : DAY);
        setClock(back ? by.negated() : by);
    }

    private void setClock(Duration by) {
        chronicle.tell("clock", () -> "jumps by " + by);
        time.setClock(by);
        all.forEach(each -> each.accesses().forEach(access -> {
            access.account().callerConfused();
            access.queue().callerForgot();
        }));
    }

    /** For a while, or for one run, the clock is wrong by hours or years. */
    private void bootsWithAWrongClock() {
        Duration hours = dice.between(Duration.ofHours(1), Duration.ofDays(3650));
        Duration by = dice.nextBoolean() ? hours : hours.negated();
        home.restart(() -> setClock(by));
        boolean byRestart = dice.nextBoolean();
        time.in(MINUTE.plus(dice.between(MINUTE, HALF_A_DAY)), () -> {
            if (byRestart) {
                home.restart(() -> setClock(by.negated()));
            } else {
                setClock(by.negated());
            }
        });
    }

    /** The world calms down, for good. */
    void end() {
        over = true;
        for (int i = 0; i < home.witnesses().count(); i++) {
            home.witnesses().become(i, Witnesses.Mood.HONEST);
        }
        for (Access access : home.accesses()) {
            for (Account.Trouble trouble : Account.Trouble.values()) {
                ends(access, trouble);
            }
        }
        home.line().behindCarrier(false);
        home.line().reconnect(IpFamily.IPV4);
        home.line().reconnect(IpFamily.IPV6);
        home.calmDown();
    }
}
