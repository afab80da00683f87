package io.github.ddnsjava.internal.engine;

import dev.failsafe.CircuitBreaker;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.remember.AccountState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every exchange of one account passes: is the account to be left alone, is there budget, is the breaker closed?
 * Failsafe's breaker counts failures in a row; when it opens and closes is the account's state, so it survives a
 * restart. Thread-safe.
 */
final class Gate {
    private static final int FAILURES_IN_A_ROW = 5;

    private final String account;
    private final Memory memory;
    private final InstantSource clock;
    private final Workers workers;
    private final Events events;
    private final Backoff backoff;
    private final @Nullable Budget budget;
    /** Opened by failures; its delay is never waited for, the account's notBefore is. */
    private final CircuitBreaker<Object> breaker = CircuitBreaker.builder()
            .withFailureThreshold(FAILURES_IN_A_ROW)
            .withDelay(Duration.ofDays(36_500))
            .build();

    Gate(
            String account,
            Abilities abilities,
            Memory memory,
            EngineParts parts,
            Workers workers,
            Events events,
            Backoff backoff) {
        this.account = account;
        this.memory = memory;
        this.clock = parts.clock();
        this.workers = workers;
        this.events = events;
        this.backoff = backoff;
        AccountState remembered = memory.account(account);
        this.budget = abilities
                .rateLimit()
                .map(limit -> new Budget(limit, remembered, clock.instant()))
                .orElse(null);
        if (unreachable(remembered)) {
            breaker.open();
        }
    }

    private static boolean unreachable(AccountState state) {
        return state.problem().filter(p -> p.kind() == ProblemKind.TRANSIENT).isPresent();
    }

    /** Makes one exchange, or refuses it by {@link Publication.NotNowException}. */
    <T> T pass(String what, Instant deadline, Publication.Call<T> call) throws InterruptedException {
        admit(deadline);
        Instant begun = clock.instant();
        try {
            T answer = call.call();
            ended(what, begun, null);
            return answer;
        } catch (DdnsException e) {
            ended(what, begun, e);
            throw e;
        }
    }

    /** Lets nothing pass that is not to be sent now; before {@code sent} nothing has left. */
    void admit(Instant deadline) throws InterruptedException {
        if (workers.isClosed()) {
            throw notNow(Optional.empty(), "the updater is closing");
        }
        Instant now = clock.instant();
        AccountState state = memory.account(account);
        if (state.problem().isPresent()
                && state.notBefore().filter(now::isBefore).isPresent()) {
            throw notNow(state.notBefore(), state.problem().get().message());
        }
        synchronized (breaker) {
            if (breaker.isOpen()) {
                // Its time is over: one exchange shall show whether the other side is back.
                breaker.halfOpen();
            }
        }
        Duration wait = reserve(now, deadline);
        if (!wait.isZero()) {
            workers.scheduler().pause(wait);
        }
    }

    private synchronized Duration reserve(Instant now, Instant deadline) {
        if (budget == null) {
            return Duration.ZERO;
        }
        Duration wait = budget.waitFor(now);
        if (now.plus(wait).isAfter(deadline)) {
            throw notNow(Optional.of(now.plus(wait)), "the account's rate budget is spent");
        }
        budget.take();
        return wait;
    }

    private void ended(String what, Instant begun, @Nullable DdnsException failure) {
        Instant now = clock.instant();
        synchronized (breaker) {
            if (failure == null || failure.kind() != ProblemKind.TRANSIENT) {
                breaker.recordSuccess();
                if (unreachable(memory.account(account))) {
                    memory.changeAccount(account, AccountState::cleared);
                }
            } else if (breaker.isClosed() || breaker.isHalfOpen()) {
                breaker.recordFailure();
                if (breaker.isOpen()) {
                    Problem problem = failure.problem();
                    memory.changeAccount(
                            account,
                            state -> state.troubled(
                                    Optional.of(now.plus(backoff.after(state.attempts() + FAILURES_IN_A_ROW))),
                                    state.attempts() + 1,
                                    problem,
                                    Optional.empty()));
                }
            }
        }
        events.tell(new UpdateEvent.Exchanged(
                now,
                account,
                what,
                Duration.between(begun, now),
                failure == null ? Optional.empty() : Optional.of(failure.problem())));
    }

    /** Makes what is left of the budget outlive a restart. */
    synchronized void rememberBudget() {
        if (budget != null) {
            memory.changeAccount(account, budget::remember);
        }
    }

    private static Publication.NotNowException notNow(Optional<Instant> notBefore, String reason) {
        return new Publication.NotNowException(new ChangeResult.NotAttempted(notBefore, reason));
    }
}
