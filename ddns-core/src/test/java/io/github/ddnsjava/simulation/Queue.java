package io.github.ddnsjava.simulation;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.TicketStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a vendor has accepted and carries out later, one change after the other. In bad times some changes fail, some vanish,
 * some take hours, and some tickets are forgotten although their change is carried out.
 */
final class Queue {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration LATE = Duration.ofHours(5);
    private static final Duration GIVEN_UP = Duration.ofHours(23);

    private record Open(String ticket, Duration at) {}

    private final JudgedDns cloud;
    private final Account account;
    private final Time time;
    private final Dice dice;
    private final Chronicle chronicle;
    private final Map<String, TicketStatus> known = new HashMap<>();
    /** The tickets that the caller has made durable, and to which it has heard no last word. */
    private final Map<JudgedDns.Key, Open> open = new HashMap<>();
    /** When changes were accepted, by the caller's clock, which may be wrong, and right at another time. */
    private final Map<String, Duration> acceptedAt = new HashMap<>();

    private Duration lastAt = Duration.ZERO;
    private int numbers;

    Queue(JudgedDns cloud, Account account, Time time, Dice dice, Chronicle chronicle) {
        this.cloud = cloud;
        this.account = account;
        this.time = time;
        this.dice = dice;
        this.chronicle = chronicle;
    }

    /** Accepts writes. Returns their ticket. */
    String accept(List<JudgedDns.Write> writes, Set<JudgedDns.Key> keys, Home home) {
        for (JudgedDns.Key key : keys) {
            Open before = open.remove(key);
            boolean givenUp = before == null
                    || isOld(before.ticket())
                    || time.passed().minus(before.at()).compareTo(GIVEN_UP) >= 0;
            if (!givenUp) {
                throw chronicle.broken(
                        "nothing is sent while a ticket is open", account.name + ": " + key + " while " + before);
            }
        }
        String ticket = "change-" + ++numbers;
        known.put(ticket, TicketStatus.pending());
        acceptedAt.put(ticket, clock());
        int fate = home.isCalm() ? 9 : dice.nextInt(10);
        Duration at = time.passed().plus(dice.between(Duration.ofSeconds(1), fate == 3 ? LATE : SOON));
        lastAt = at.compareTo(lastAt) < 0 ? lastAt : at;
        time.in(lastAt.minus(time.passed()), () -> comesTrue(ticket, fate, writes, home));
        return ticket;
    }

    private void comesTrue(String ticket, int fate, List<JudgedDns.Write> writes, Home home) {
        switch (fate) {
            case 0 -> known.put(ticket, failed("the workers are busy"));
            case 1 -> known.remove(ticket);
            default -> {
                try {
                    cloud.write(writes, home);
                    known.put(ticket, TicketStatus.done());
                } catch (RejectedException e) {
                    known.put(ticket, failed(e.problem().message())); // a person was quicker
                }
                if (fate == 2) {
                    known.remove(ticket);
                }
            }
        }
        chronicle.tell(account.name, () -> ticket + " is " + known.get(ticket));
    }

    private static TicketStatus failed(String why) {
        return TicketStatus.failed(ProblemKind.TRANSIENT, "GET /changes/{ticket}", why);
    }

    /** Says what became of a change, and keeps count of how often it is asked. */
    TicketStatus status(String ticket, Set<JudgedDns.Key> keys) {
        TicketStatus status = known.getOrDefault(ticket, TicketStatus.unknown());
        if (status instanceof TicketStatus.Pending) {
            keys.forEach(account::putOff);
        } else {
            closed(keys);
        }
        return status;
    }

    /** The caller has heard that the ticket says nothing. */
    void closed(Set<JudgedDns.Key> keys) {
        open.keySet().removeAll(keys);
    }

    /** The caller made durable that it waits for a ticket. */
    void noted(JudgedDns.Key key, String ticket) {
        if (known.get(ticket) instanceof TicketStatus.Pending && !isOld(ticket)) {
            Open before = open.get(key);
            if (before == null || !before.ticket().equals(ticket)) {
                open.put(key, new Open(ticket, time.passed()));
            }
        }
    }

    /**
     * Tells whether the caller need not wait any longer, by its clock, which may have jumped. It may make the ticket durable
     * even then, if its disk was full.
     */
    private boolean isOld(String ticket) {
        return clock().minus(acceptedAt.getOrDefault(ticket, Duration.ZERO)).compareTo(GIVEN_UP) >= 0;
    }

    private Duration clock() {
        return time.passed().plus(time.skew());
    }

    /** The caller lost its state, or its clock says that all tickets are old. */
    void callerForgot() {
        open.clear();
    }
}
