package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.remember.AccountState;
import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket on the given clock, as large as the budget and refilled evenly. The number of tokens that are left is
 * state, and is saved. Not thread-safe; {@code Gate} takes care of that.
 */
final class Budget {
    private final Abilities.RateLimit limit;
    private double tokens;
    private Instant at;

    Budget(Abilities.RateLimit limit, AccountState remembered, Instant now) {
        this.limit = limit;
        boolean known = remembered.tokensAt().isPresent();
        this.tokens = known ? Math.min(limit.permits(), remembered.tokens()) : limit.permits();
        this.at = remembered.tokensAt().orElse(now);
    }

    /** Returns how long to wait for a token, without taking it. */
    Duration waitFor(Instant now) {
        refill(now);
        double missing = 1 - tokens;
        return missing <= 0
                ? Duration.ZERO
                : Duration.ofNanos((long)
                        Math.ceil(missing / limit.permits() * limit.period().toNanos()));
    }

    /** Takes a token, if need be one of those to come. */
    void take() {
        tokens -= 1;
    }

    AccountState remember(AccountState account) {
        return account.withTokens(tokens, at);
    }

    private void refill(Instant now) {
        if (now.isAfter(at)) {
            double parts = (double) Duration.between(at, now).toNanos()
                    / limit.period().toNanos();
            tokens = Math.min(limit.permits(), tokens + parts * limit.permits());
        }
        // After a clock was set back, too: to wait until it has caught up with itself could take years.
        at = now;
    }
}
