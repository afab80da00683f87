package io.github.ddnsjava.decide;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rule by which policies are composed. */
record AllPolicies(List<UpdatePolicy> policies) implements UpdatePolicy {
    @Override
    public Decision decide(Situation situation) {
        Decision strongest = Decision.keep();
        for (UpdatePolicy policy : policies) {
            strongest = stronger(strongest, policy.decide(situation));
        }
        return strongest;
    }

    private static Decision stronger(Decision one, Decision other) {
        if (one instanceof Decision.Keep && other instanceof Decision.Keep) {
            return new Decision.Keep(
                    earlier(((Decision.Keep) one).lookAgain(), ((Decision.Keep) other).lookAgain()));
        }
        if (one instanceof Decision.Hold && other instanceof Decision.Hold) {
            Instant first = ((Decision.Hold) one).until().orElse(Instant.MIN);
            return ((Decision.Hold) other).until().orElse(Instant.MIN).isAfter(first) ? other : one;
        }
        if (one instanceof Decision.Publish && other instanceof Decision.Publish) {
            Decision.Publish first = (Decision.Publish) one;
            boolean touch = first.touch() || ((Decision.Publish) other).touch();
            return new Decision.Publish(first.addresses(), touch, first.reason());
        }
        return rank(other) > rank(one) ? other : one;
    }

    private static int rank(Decision decision) {
        if (decision instanceof Decision.Hold) {
            return 4;
        } else if (decision instanceof Decision.Ask) {
            return 3;
        } else if (decision instanceof Decision.Withdraw) {
            return 2;
        }
        return decision instanceof Decision.Publish ? 1 : 0;
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().isBefore(other.get()) ? one : other;
    }
}
