package io.github.ddnsjava.decide;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rule by which several policies are combined. */
record AllPolicies(List<UpdatePolicy> policies, boolean confirmed) implements UpdatePolicy {
    /** Combines policies. A combined policy among them counts as its parts. */
    static AllPolicies of(List<UpdatePolicy> policies) {
        List<UpdatePolicy> parts = policies.stream()
                .flatMap(policy -> policy instanceof AllPolicies all ? all.policies.stream() : Stream.of(policy))
                .toList();
        return new AllPolicies(parts, parts.stream().anyMatch(Confirmed.class::isInstance));
    }

    @Override
    public Decision decide(Situation situation) {
        Decision strongest = Decision.keep();
        for (UpdatePolicy policy : policies) {
            strongest = stronger(strongest, policy.decide(situation));
        }
        boolean detected = strongest instanceof Decision.Publish publish
                && situation.detected().equals(Optional.of(publish.addresses()));
        return confirmed && detected ? Confirmed.before(strongest, situation) : strongest;
    }

    private static Decision stronger(Decision one, Decision other) {
        if (one instanceof Decision.Keep a && other instanceof Decision.Keep b) {
            return new Decision.Keep(earlier(a.lookAgain(), b.lookAgain()));
        }
        if (one instanceof Decision.Hold a && other instanceof Decision.Hold b) {
            return b.until().orElse(Instant.MIN).isAfter(a.until().orElse(Instant.MIN)) ? b : a;
        }
        if (one instanceof Decision.Publish a && other instanceof Decision.Publish b) {
            return new Decision.Publish(a.addresses(), a.touch() || b.touch(), a.reason());
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
