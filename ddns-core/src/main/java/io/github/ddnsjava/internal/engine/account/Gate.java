package io.github.ddnsjava.internal.engine.account;

import dev.failsafe.CircuitBreaker;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.remember.AccountState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every exchange of one account passes this gate. It refuses the exchange if the account is on hold, if the request
 * budget is used up, or if the circuit breaker is open. Failsafe's breaker counts consecutive failures within one call.
 * The time until which it stays open is saved with the account, and survives a restart. Thread-safe.
 */
final class Gate {
    private static final int FAILURES_IN_A_ROW = 5;

    private final String account;
    private final Run run;
    private final Memory memory;
    private final @Nullable Budget budget;
    /** Failures open it. Its own delay is not used; the account's {@code notBefore} decides when requests continue. */
    private final CircuitBreaker<Object> breaker = CircuitBreaker.builder()
            .withFailureThreshold(FAILURES_IN_A_ROW)
            .withSuccessThreshold(1)
            .withDelay(Duration.ofDays(36_500))
            .build();

    Gate(String account, Abilities abilities, Run run) {
        this.account = account;
        this.run = run;
        this.memory = run.memory();
        AccountState remembered = memory.account(account);
        this.budget =
                abilities.rateLimits().isEmpty() ? null : new Budget(abilities.rateLimits(), remembered, run.now());
        if (unreachable(remembered)) {
            breaker.open();
        }
    }

    private static boolean unreachable(AccountState state) {
        return state.problem().filter(p -> p.kind() == ProblemKind.TRANSIENT).isPresent();
    }

    /**
     * A call to the provider begins. The count of consecutive failures starts at zero. Example: one name fails for
     * days, and is tried again by itself. This must not block the other names of the account.
     */
    synchronized void begin() {
        if (breaker.isClosed()) {
            breaker.recordSuccess();
        }
    }

    /** Makes one exchange, or refuses it by {@link Publication.NotNowException}. */
    <T> T pass(Passage by, String what, Instant deadline, Publication.Call<T> call) throws InterruptedException {
        Duration throttled = admit(deadline);
        Optional<String> withoutMandate = by.withoutMandate(); // last, for the wait may have outlasted the lease
        if (withoutMandate.isPresent()) {
            throw notNow(Optional.empty(), withoutMandate.get());
        }
        Instant begun = run.now();
        try {
            T answer = call.call();
            ended(by, what, throttled, begun, status(answer), null);
            return answer;
        } catch (DdnsException e) {
            ended(by, what, throttled, begun, e.status(), e);
            throw e;
        }
    }

    /** Returns the HTTP status of what an exchange returned; empty if that is nothing of HTTP. */
    private static Optional<Integer> status(@Nullable Object answer) {
        Object inner = answer instanceof Optional<?> optional ? optional.orElse(null) : answer;
        return inner instanceof HttpTransport.Answer http ? Optional.of(http.status()) : Optional.empty();
    }

    /** Returns why nothing may be sent to a zone now, if it is held. */
    Optional<ChangeResult.NotAttempted> refusal(DnsName zone) {
        return run.holdOnZone(account, zone)
                .map(hold -> new ChangeResult.NotAttempted(
                        hold.until(), hold.problem().message()));
    }

    /** Lets nothing pass that is not to be sent now. Returns how long the exchange waited for the budget. */
    private Duration admit(Instant deadline) throws InterruptedException {
        if (run.workers().isClosed()) {
            throw notNow(Optional.empty(), "the updater is closing");
        }
        Instant now = run.now();
        Optional<Decision.Hold> hold = run.holdOnAccount(account);
        if (hold.isPresent()) {
            throw notNow(hold.get().until(), hold.get().problem().message());
        }
        tryOut();
        double part = run.dry() || budget == null ? 1 : run.roster().get().part(account);
        Duration wait = reserve(now, deadline, part);
        if (now.plus(wait).isAfter(deadline)) {
            throw notNow(Optional.of(now.plus(wait)), "the request budget of the account is used up for now");
        }
        if (!wait.isZero()) {
            run.workers().scheduler().pause(wait);
        }
        return wait;
    }

    private synchronized void tryOut() {
        if (breaker.isOpen()) {
            // Its time is over: one exchange shall show whether the other side is back.
            breaker.halfOpen();
        }
    }

    /**
     * Returns how long to wait for the budget. The request is taken from the budget, unless the wait would end after
     * the deadline.
     */
    private synchronized Duration reserve(Instant now, Instant deadline, double part) {
        if (budget == null) {
            return Duration.ZERO;
        }
        Duration wait = budget.waitFor(now, part);
        if (!now.plus(wait).isAfter(deadline)) {
            budget.take();
        }
        return wait;
    }

    private void ended(
            Passage by,
            String what,
            Duration throttled,
            Instant begun,
            Optional<Integer> status,
            @Nullable DdnsException failure) {
        Instant now = run.now();
        if (failure == null || isAnswer(failure)) {
            answered(); // which ends no wait and no count: what the other side refuses next, it refuses again
        } else if (opens() && failure.scope() != ProblemScope.ACCOUNT) {
            // What troubles the account by itself, the call to the provider takes note of.
            Problem problem = failure.problem();
            memory.changeAccount(account, state -> {
                int attempts = state.attempts() + 1;
                Instant end = run.backoff().notBefore(attempts + FAILURES_IN_A_ROW - 1, problem.retryAfter(), now);
                return state.troubled(Optional.of(end), now, attempts, problem, Optional.empty());
            });
        }
        Optional<Problem> problem = Optional.ofNullable(failure).map(DdnsException::problem);
        Duration elapsed = Duration.between(begun, now);
        run.tell(new UpdateEvent.Exchanged(
                now, account, by.provider(), what, elapsed, throttled, status, problem, by.cycle()));
        run.connectivity().exchanged(account, problem, failure == null || !isUnsent(failure));
    }

    /** Returns whether the server has dealt with the request, though not as was asked: so it is well. */
    private static boolean isAnswer(DdnsException failure) {
        return failure.kind() != ProblemKind.TRANSIENT
                || failure instanceof TransientException trouble && trouble.isAnswer();
    }

    /** Returns whether the server was not reached. A missing network can be the cause. */
    private static boolean isUnsent(DdnsException failure) {
        return failure instanceof TransientException trouble && trouble.isUnreached();
    }

    private synchronized void answered() {
        breaker.recordSuccess();
    }

    /** Counts a failure. Returns whether the account counts as unreachable from now on. */
    private synchronized boolean opens() {
        if (breaker.isOpen()) {
            return false;
        }
        breaker.recordFailure();
        return breaker.isOpen();
    }

    /** Makes what is left of the budget outlive a restart. */
    void rememberBudget() {
        if (budget != null) {
            memory.changeAccount(account, this::withBudget);
        }
    }

    private synchronized AccountState withBudget(AccountState state) {
        return budget == null ? state : budget.remember(state);
    }

    private static Publication.NotNowException notNow(Optional<Instant> notBefore, String reason) {
        return new Publication.NotNowException(new ChangeResult.NotAttempted(notBefore, reason));
    }
}
