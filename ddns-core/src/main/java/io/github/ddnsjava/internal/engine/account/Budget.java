package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.remember.AccountState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Token buckets on the given clock, one for each limit, as large as the budget and refilled evenly. The number of tokens
 * that are left is state, and is saved. Not thread-safe; {@code Gate} takes care of that.
 */
final class Budget {
    private final List<Bucket> buckets = new ArrayList<>();
    private Instant at;

    /**
     * Makes one.
     *
     * @param limits at least one
     */
    Budget(List<Abilities.RateLimit> limits, AccountState remembered, Instant now) {
        boolean known = remembered.tokensAt().isPresent();
        List<Double> left = new ArrayList<>();
        if (known) {
            left.add(remembered.tokens());
            left.addAll(remembered.moreTokens());
        }
        for (Abilities.RateLimit limit : limits) {
            int number = buckets.size();
            buckets.add(new Bucket(limit, number < left.size() ? left.get(number) : limit.permits()));
        }
        this.at = remembered.tokensAt().orElse(now);
    }

    /** What is left of one limit. */
    private static final class Bucket {
        private final Abilities.RateLimit limit;
        private double tokens;

        Bucket(Abilities.RateLimit limit, double left) {
            this.limit = limit;
            this.tokens = Math.min(limit.permits(), left);
        }

        Duration waitForOne() {
            double missing = 1 - tokens;
            return missing <= 0
                    ? Duration.ZERO
                    : Duration.ofNanos((long)
                            Math.ceil(missing / limit.permits() * limit.period().toNanos()));
        }

        void refill(Duration passed) {
            double parts = (double) passed.toNanos() / limit.period().toNanos();
            tokens = Math.min(limit.permits(), tokens + parts * limit.permits());
        }
    }

    /** Returns how long to wait for a token of each bucket, without taking them. */
    Duration waitFor(Instant now) {
        refill(now);
        return buckets.stream()
                .map(Bucket::waitForOne)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Takes a token of each bucket, if need be one of those to come. */
    void take() {
        buckets.forEach(bucket -> bucket.tokens -= 1);
    }

    AccountState remember(AccountState account) {
        return account.withTokens(buckets.stream().map(bucket -> bucket.tokens).toList(), at);
    }

    private void refill(Instant now) {
        if (now.isAfter(at)) {
            Duration passed = Duration.between(at, now);
            buckets.forEach(bucket -> bucket.refill(passed));
        }
        // After a clock was set back, too: to wait until it has caught up with itself could take years.
        at = now;
    }
}
