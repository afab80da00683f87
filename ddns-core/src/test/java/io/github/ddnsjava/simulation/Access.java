package io.github.ddnsjava.simulation;

import io.github.ddnsjava.publish.DnsProvider;
import java.util.Optional;

/** One account of a household, with what stands behind it. */
record Access(String key, Shape shape, JudgedDns cloud, Account account, Queue queue) {
    /** The shapes of provider. */
    enum Shape {
        ATOMIC_ZONES,
        SINGLE_ZONES,
        /** Zones whose writes are accepted with a ticket, and carried out later, if at all. */
        QUEUED_ZONES,
        HOSTS,
        PAIRS;

        /** Tells whether others may have values of their own at one of our names. */
        boolean sharesNames() {
            return this == ATOMIC_ZONES || this == SINGLE_ZONES || this == QUEUED_ZONES;
        }
    }

    /** Returns the provider that one life of the updater has. */
    DnsProvider provider(Home home, Life life, Time time, Dice dice) {
        return switch (shape) {
            case ATOMIC_ZONES -> new Zones(cloud, account, true, home, life, Optional.empty());
            case SINGLE_ZONES -> new Zones(cloud, account, false, home, life, Optional.empty());
            case QUEUED_ZONES -> new Zones(cloud, account, true, home, life, Optional.of(queue));
            case HOSTS -> new Hosts(cloud, account, home, life, time, dice);
            case PAIRS -> new Pairs(cloud, account, home, life);
        };
    }

    /** The state may be torn: it is believed as far as it goes, and what it says of one family goes with the other. */
    void stateLost() {
        queue.callerForgot();
        if (shape == Shape.PAIRS) {
            cloud.forgetOrder();
        }
    }
}
