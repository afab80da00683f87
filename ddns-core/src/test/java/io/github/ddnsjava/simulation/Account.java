package io.github.ddnsjava.simulation;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One account at a provider: its credentials, its troubles, and whether its caller keeps good manners. */
final class Account {
    /** What can be wrong. */
    enum Trouble {
        /** 429 without a word on when to come back. */
        BUSY,
        /** 429 or 503 with Retry-After, which may be nonsense. */
        ASKS_FOR_PATIENCE,
        /** 503. */
        UNWELL,
        /** Requests get lost. */
        DEAF,
        /** Answers get lost, after the request was carried out. */
        MUTE,
        /** Connections are reset before anything is read. */
        RESETS,
        /** The token is expired. */
        TOKEN_EXPIRED,
        /** The zone is not there. */
        ZONE_GONE,
        /** One name is refused. */
        REFUSES_A_NAME,
        /** Reads lag behind writes. */
        LAGS
    }

    static final int PERMITS = 240;
    static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration HOLD = Duration.ofHours(1);
    private static final Duration HALF_A_DAY = Duration.ofHours(12);
    private static final Duration NOTICES_A_JUMP = Duration.ofSeconds(15);
    private static final double RISK = 0.01;
    private static final Duration YEARS = Duration.ofDays(3650);
    /** However long the wait is that it names, its caller asks again after this one. */
    private static final Duration LONGEST = Duration.ofDays(7);

    final String name;
    private final Time time;
    private final Dice dice;
    private final Chronicle chronicle;
    private final Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
    private final Deque<Duration> calls = new ArrayDeque<>();
    private int tokens = 1;
    private @Nullable DnsName refused;
    private Duration silentUntil = Duration.ZERO;
    private String silentBecause = "";
    private Duration confusedUntil = Duration.ZERO;
    private boolean silenceSaved;
    private final Map<JudgedDns.Key, Duration> held = new HashMap<>();
    private final Set<JudgedDns.Key> heldSaved = new HashSet<>();
    private final Refusals refusals = new Refusals();
    private final Map<JudgedDns.Key, Refusals> refusalsOf = new HashMap<>();
    private Duration patientUntil = Duration.ZERO;
    /** The longest wait that it named, though a person may have ended it since. */
    private Duration namedUntil = Duration.ZERO;

    private @Nullable BooleanSupplier justified;

    Account(String name, Time time, Dice dice, Chronicle chronicle) {
        this.name = name;
        this.time = time;
        this.dice = dice;
        this.chronicle = chronicle;
    }

    /** Returns the token as it is at the time of asking. */
    Secret token() {
        return Secret.from("account " + name, () -> "token-" + tokens);
    }

    void begins(Trouble trouble, DnsName about) {
        troubles.add(trouble);
        refused = trouble == Trouble.REFUSES_A_NAME ? about : refused;
        chronicle.tell(name, () -> trouble + " begins" + (trouble == Trouble.REFUSES_A_NAME ? " with " + about : ""));
    }

    void ends(Trouble trouble) {
        if (!troubles.remove(trouble)) {
            return;
        }
        chronicle.tell(name, () -> trouble + " ends");
        if (trouble == Trouble.TOKEN_EXPIRED) {
            tokens++; // a person sets another, which ends what was held by the old one
            silentUntil = Duration.ZERO;
            held.clear();
        }
    }

    /** Tells whether it asked for a wait of days, which is for a person to end. */
    boolean asksForDays() {
        return patientUntil.minus(time.passed()).compareTo(HALF_A_DAY) > 0;
    }

    /** A person told the caller to try again. */
    void resumed() {
        patientUntil = Duration.ZERO;
        silentUntil = Duration.ZERO;
        held.clear();
        forgetRefusals();
    }

    /** The caller saved that a record stands as it should: what it sends next is new. */
    void confirmed(JudgedDns.Key key) {
        refusals.clear();
        refusalsOf.remove(key);
    }

    private void forgetRefusals() {
        refusals.clear();
        refusalsOf.clear();
    }

    private void forgiveOne() {
        refusals.forgiveOne();
        refusalsOf.values().forEach(Refusals::forgiveOne);
    }

    boolean suffers(Trouble trouble) {
        return troubles.contains(trouble);
    }

    /** From here on, every call needs a reason. */
    void onlyIf(BooleanSupplier reason) {
        justified = reason;
    }

    /** The caller made durable that it will not call before that time. */
    void silenceSaved(Instant notBefore) {
        if (!notBefore.isBefore(time.instant().plus(silentUntil.minus(time.passed())))) {
            silenceSaved = true;
        }
    }

    /** The caller crashed: it knows what it saved. */
    void callerCrashed(boolean forgetful) {
        if (!silenceSaved || forgetful) {
            silentUntil = Duration.ZERO;
        }
        if (forgetful) {
            forgetRefusals();
            patientUntil = namedUntil; // that a person ended the wait may be forgotten, too
        } else {
            forgiveOne();
        }
        held.keySet().removeIf(key -> forgetful || !heldSaved.contains(key));
        calls.clear();
    }

    /**
     * The caller's clock jumped: when it may come back is not what it was, nor what it learns before it has noticed.
     */
    void callerConfused() {
        silentUntil = Duration.ZERO;
        held.clear();
        calls.clear();
        forgetRefusals();
        confusedUntil = time.passed().plus(NOTICES_A_JUMP);
    }

    private boolean isCallerConfused() {
        return time.passed().compareTo(confusedUntil) <= 0;
    }

    /**
     * One exchange on the wire.
     *
     * @param about the records that it is to write
     */
    <T> T call(String what, Set<JudgedDns.Key> about, String token, Life life, Supplier<T> work)
            throws InterruptedException {
        life.step("calls", RISK);
        chronicle.providerCalls++;
        chronicle.tell(name, () -> what);
        checkManners(what);
        if (!token.equals("token-" + tokens) || troubles.contains(Trouble.TOKEN_EXPIRED)) {
            silence(HOLD, "401");
            throw AuthenticationException.ofAccount("401");
        }
        misfortune(about, life);
        T answer = work.get();
        if (strikes(Trouble.MUTE)) {
            chronicle.tell(name, () -> "carried it out, and its answer is lost");
            life.pause(TIMEOUT);
            throw TransientException.unknownOutcome("no answer", null);
        }
        life.step("is answered", RISK);
        return answer;
    }

    private void misfortune(Set<JudgedDns.Key> about, Life life) throws InterruptedException {
        if (strikes(Trouble.BUSY)) {
            silence(Duration.ofMinutes(10), "429");
            refused(refusals);
            throw new RateLimitedException("429", Optional.empty());
        } else if (strikes(Trouble.ASKS_FOR_PATIENCE)) {
            Duration wait = namedWait();
            silence(wait.compareTo(LONGEST) < 0 ? wait : LONGEST, "Retry-After");
            refused(refusals);
            throw dice.nextBoolean()
                    ? new RateLimitedException("429", Optional.of(wait))
                    : TransientException.askedToWait("503", wait);
        } else if (strikes(Trouble.UNWELL)) {
            about.forEach(key -> refused(refusalsOf.computeIfAbsent(key, k -> new Refusals())));
            throw TransientException.unknownOutcome("503", null);
        } else if (strikes(Trouble.DEAF)) {
            life.pause(TIMEOUT);
            throw TransientException.unknownOutcome("no answer", null);
        } else if (strikes(Trouble.RESETS)) {
            forgiveOne(); // which may be for want of a network, so that the caller tries again when it has one
            throw TransientException.notSent("connection reset", null);
        } else if (troubles.contains(Trouble.ZONE_GONE)) {
            throw new RejectedException(RejectedException.Reason.NOT_FOUND, "404");
        }
    }

    /** Returns what it says in Retry-After: some servers say nothing sensible. */
    private Duration namedWait() {
        return switch (dice.nextInt(12)) {
            case 0, 1 -> Duration.ZERO;
            case 2 -> Duration.ofSeconds(-1 - dice.nextInt(7200));
            case 3, 4 -> Duration.ofSeconds(1);
            case 5 -> {
                patientUntil = time.passed().plus(LONGEST);
                namedUntil = patientUntil;
                yield YEARS;
            }
            default -> Duration.ofSeconds(1 + dice.nextInt(7200));
        };
    }

    /** It has to ask again for a record, which it does as after a refusal: by and by more seldom. */
    void putOff(JudgedDns.Key key) {
        refused(refusalsOf.computeIfAbsent(key, k -> new Refusals()));
    }

    private void refused(Refusals counted) {
        String tooMany = counted.add(time.passed());
        if (!tooMany.isEmpty() && !isCallerConfused()) {
            throw chronicle.broken("waits double while a server refuses", name + ": " + tooMany);
        }
    }

    private boolean strikes(Trouble trouble) {
        return troubles.contains(trouble) && dice.chance(0.7);
    }

    /** Refuses the name that it refuses; what it refused alone is not to be sent again soon. */
    void accept(Set<JudgedDns.Key> records) {
        for (JudgedDns.Key key : records) {
            if (time.passed().compareTo(held.getOrDefault(key, Duration.ZERO)) < 0) {
                throw chronicle.broken("no call for a held record", name + ": " + key);
            }
        }
        for (JudgedDns.Key key : records) {
            if (troubles.contains(Trouble.REFUSES_A_NAME) && key.name().equals(refused)) {
                if (records.size() == 1 && !isCallerConfused()) {
                    held.put(key, time.passed().plus(HOLD));
                    heldSaved.remove(key);
                }
                throw new RejectedException(RejectedException.Reason.INVALID, key.name() + " is refused");
            }
        }
    }

    /** The caller made the hold on a record durable. */
    void holdSaved(JudgedDns.Key key) {
        heldSaved.add(key);
    }

    private void silence(Duration wait, String why) {
        chronicle.tell(name, () -> why + ", not before " + wait);
        silentUntil = isCallerConfused() ? Duration.ZERO : time.passed().plus(wait);
        silentBecause = why;
        silenceSaved = false;
    }

    private void checkManners(String what) {
        Duration now = time.passed();
        if (now.compareTo(silentUntil) < 0) {
            throw chronicle.broken("no call while held", name + ": " + what + " after " + silentBecause);
        }
        calls.add(now);
        while (calls.element().plus(PERIOD).compareTo(now) < 0) {
            calls.remove();
        }
        if (calls.size() > 2 * PERMITS) {
            throw chronicle.broken("the budget is kept", name + " was called " + calls.size() + " times in " + PERIOD);
        }
        if (justified != null && !justified.getAsBoolean()) {
            throw chronicle.broken("no provider call in steady state", name + ": " + what);
        }
    }
}
