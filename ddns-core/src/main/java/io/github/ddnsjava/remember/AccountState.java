package io.github.ddnsjava.remember;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.internal.journal.RowFields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is remembered of one provider account, or of one zone of it that has had a problem of its own. {@link #with}
 * creates a changed copy. Immutable and thread-safe.
 *
 * <p>A field is declared in {@link Builder} and has a method here and a line in the list of the journal
 * ({@code internal.journal.RowFields}), which equality, {@code toString} and the state file follow.
 */
public final class AccountState {
    private final String id;
    private final Builder fields;

    private AccountState(String id, Builder fields) {
        this.id = id;
        this.fields = fields.copy();
        this.fields.moreTokens = List.copyOf(fields.moreTokens);
    }

    /** Returns the state of an account of which nothing is known. */
    public static AccountState fresh(String id) {
        return new AccountState(id, new Builder());
    }

    /** Returns the account's key; for a zone it is followed by a slash and the zone's name. */
    public String id() {
        return id;
    }

    /**
     * Returns the time before which nothing is sent, because of a Retry-After, a backoff, an open circuit breaker or a
     * hold.
     */
    public Optional<Instant> notBefore() {
        return fields.notBefore;
    }

    /** Returns when {@link #notBefore} was decided. If this time is later than now, the clock was wrong then. */
    public Optional<Instant> waitingSince() {
        return fields.waitingSince;
    }

    /** Returns how many attempts in a row failed as a whole. */
    public int attempts() {
        return fields.attempts;
    }

    /** Returns why nothing is sent. */
    public Optional<Problem> problem() {
        return fields.problem;
    }

    /** Returns the provider's fingerprint when a hold began that lasts until settings change; otherwise empty. */
    public Optional<String> heldFingerprint() {
        return fields.heldFingerprint;
    }

    /** Returns what is left of the rate budget, in exchanges. */
    public double tokens() {
        return fields.tokens;
    }

    /** Returns what is left of each further rate budget, in the order in which the provider declares them. */
    public List<Double> moreTokens() {
        return fields.moreTokens;
    }

    /** Returns the time at which {@link #tokens} were left. */
    public Optional<Instant> tokensAt() {
        return fields.tokensAt;
    }

    /** Returns this account without its problem. The budget is kept. */
    public AccountState cleared() {
        return with(account -> {
            account.notBefore = Optional.empty();
            account.waitingSince = Optional.empty();
            account.attempts = 0;
            account.problem = Optional.empty();
            account.heldFingerprint = Optional.empty();
        });
    }

    /**
     * Returns this account with that problem.
     *
     * @param now when the wait was decided
     */
    public AccountState troubled(
            Optional<Instant> newNotBefore,
            Instant now,
            int newAttempts,
            Problem newProblem,
            Optional<String> newHeld) {
        return with(account -> {
            account.notBefore = newNotBefore;
            account.waitingSince = newNotBefore.map(until -> now);
            account.attempts = newAttempts;
            account.problem = Optional.of(newProblem);
            account.heldFingerprint = newHeld;
        });
    }

    /** Returns this account with another wait, or with none. Its problem is kept. */
    public AccountState waiting(Optional<Instant> newNotBefore, Optional<Instant> newWaitingSince) {
        return with(account -> {
            account.notBefore = newNotBefore;
            account.waitingSince = newWaitingSince;
        });
    }

    /** Returns this account with other budgets: what is left of each, of which there is at least one. */
    public AccountState withTokens(List<Double> newTokens, Instant at) {
        return with(account -> {
            account.tokens = newTokens.get(0);
            account.moreTokens = List.copyOf(newTokens.subList(1, newTokens.size()));
            account.tokensAt = Optional.of(at);
        });
    }

    /** Returns a copy of this state with these changes. */
    public AccountState with(Consumer<Builder> change) {
        Builder changed = fields.copy();
        change.accept(changed);
        return new AccountState(id, changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccountState state && id.equals(state.id) && RowFields.OF_ACCOUNTS.equal(this, state);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + RowFields.OF_ACCOUNTS.hash(this);
    }

    @Override
    public String toString() {
        return id + " " + RowFields.OF_ACCOUNTS.text(this);
    }

    /** The properties of a changed copy. The caller sets the fields. Not thread-safe. */
    @SuppressWarnings("checkstyle:VisibilityModifier")
    public static final class Builder implements Cloneable {
        /** See {@link AccountState#notBefore()}. */
        public Optional<Instant> notBefore = Optional.empty();

        /** See {@link AccountState#waitingSince()}. */
        public Optional<Instant> waitingSince = Optional.empty();

        /** See {@link AccountState#attempts()}. */
        public int attempts;

        /** See {@link AccountState#problem()}. */
        public Optional<Problem> problem = Optional.empty();

        /** See {@link AccountState#heldFingerprint()}. */
        public Optional<String> heldFingerprint = Optional.empty();

        /** See {@link AccountState#tokens()}. */
        public double tokens;

        /** See {@link AccountState#moreTokens()}. */
        public List<Double> moreTokens = List.of();

        /** See {@link AccountState#tokensAt()}. */
        public Optional<Instant> tokensAt = Optional.empty();

        private Builder() {}

        /** Copies whatever fields there are. */
        private Builder copy() {
            try {
                return (Builder) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError("a builder can be cloned", e);
            }
        }
    }
}
