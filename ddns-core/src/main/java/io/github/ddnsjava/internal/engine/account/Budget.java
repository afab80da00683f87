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
 * that are left is state, and is saved. In a cluster, each node has a part of the budget. Its buckets are smaller by that, but
 * hold one token at least, and are refilled more slowly, so that all nodes together send no more than one would. Not
 * thread-safe; {@code Gate} takes care of that.
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

        Duration waitForOne(double part) {
            double missing = 1 - tokens;
            return missing <= 0
                    ? Duration.ZERO
                    : Duration.ofNanos((long) Math.ceil(
                            missing / (limit.permits() * part) * limit.period().toNanos()));
        }

        void refill(Duration passed, double part) {
            double periods = (double) passed.toNanos() / limit.period().toNanos();
            tokens = Math.min(Math.max(1, limit.permits() * part), tokens + periods * limit.permits() * part);
        }
    }

    /**
     * Returns how long to wait for a token of each bucket, without taking them.
     *
     * @param part which part of the budget this node has: more than 0, and 1 for all
     */
    Duration waitFor(Instant now, double part) {
        refill(now, part);
        return buckets.stream()
                .map(bucket -> bucket.waitForOne(part))
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

    private void refill(Instant now, double part) {
        Duration passed = now.isAfter(at) ? Duration.between(at, now) : Duration.ZERO;
        buckets.forEach(bucket -> bucket.refill(passed, part));
        // After a clock was set back, too: to wait until it has caught up with itself could take years.
        at = now;
    }
}
