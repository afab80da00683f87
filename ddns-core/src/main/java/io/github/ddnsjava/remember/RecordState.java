package io.github.ddnsjava.remember;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.internal.AttributeValues;
import io.github.ddnsjava.internal.journal.RowFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is remembered of one record. {@link #with} creates a changed copy. Immutable and thread-safe.
 *
 * <p>A field is declared in {@link Builder} and has a method here and a line in the list of the journal
 * ({@code internal.journal.RowFields}), which equality, {@code toString} and the state file follow.
 */
public final class RecordState {
    /** The number of changes that the history keeps. */
    public static final int HISTORY = 24;

    private final RecordKey key;
    private final Builder fields;

    private RecordState(RecordKey key, Builder fields) {
        this.key = key;
        this.fields = fields.frozenCopy();
    }

    /** Returns the state of a record of which nothing is known. */
    public static RecordState unknown(RecordKey key) {
        return new RecordState(key, new Builder());
    }

    /** Returns which record it is. */
    public RecordKey key() {
        return key;
    }

    /** Returns the addresses that the provider confirmed last. The set is empty after a withdrawal. The optional is
     * empty if nothing is known. */
    public Optional<Set<IpAddress>> confirmed() {
        return fields.confirmed;
    }

    /** Returns when these addresses were confirmed for the first time. */
    public Optional<Instant> confirmedAt() {
        return fields.confirmedAt;
    }

    /** Returns when these addresses were last verified. */
    public Optional<Instant> checkedAt() {
        return fields.checkedAt;
    }

    /** Returns when live DNS was last compared with these addresses. */
    public Optional<Instant> comparedAt() {
        return fields.comparedAt;
    }

    /** Returns when these addresses were last written. */
    public Optional<Instant> writtenAt() {
        return fields.writtenAt;
    }

    /** Returns the attributes as the provider reported them. */
    public Map<String, Object> effective() {
        return fields.effective;
    }

    /** Returns the fingerprint of the wanted record when it was confirmed. */
    public Optional<String> fingerprint() {
        return fields.fingerprint;
    }

    /** Returns the account that confirmed these addresses, as {@code DnsProvider.account} names it. */
    public Optional<String> confirmedBy() {
        return fields.confirmedBy;
    }

    /** Returns the addresses of a write whose result is unknown. */
    public Optional<Set<IpAddress>> inDoubt() {
        return fields.inDoubt;
    }

    /** Returns the ticket of a write that the provider accepted and had not carried out yet. Its addresses are in doubt
     * too. */
    public Optional<Ticket> ticket() {
        return fields.ticket;
    }

    /** Returns a changed address that is not published yet. Its readings are saved with the next change of the row,
     * or when the updater closes. */
    public Optional<Candidate> candidate() {
        return fields.candidate;
    }

    /** Returns the time before which nothing is sent for this record. */
    public Optional<Instant> notBefore() {
        return fields.notBefore;
    }

    /** Returns when {@link #notBefore} was decided. If this time is later than now, the clock was wrong then. */
    public Optional<Instant> waitingSince() {
        return fields.waitingSince;
    }

    /** Returns how many attempts in a row failed. */
    public int attempts() {
        return fields.attempts;
    }

    /** Returns what is wrong with the record. */
    public Optional<Problem> problem() {
        return fields.problem;
    }

    /** Returns the problem as far as it is a trouble. It is none if this host has no address of the family and nothing is
     * published. */
    public Optional<Problem> trouble() {
        boolean published = fields.confirmed.filter(set -> !set.isEmpty()).isPresent();
        return fields.problem.filter(p -> published || p.kind() != ProblemKind.NO_ADDRESS);
    }

    /** Returns since when the record has been in trouble, whichever it was; empty if it is in none. The engine sets it. */
    public Optional<Instant> troubledSince() {
        return fields.troubledSince;
    }

    /** Returns the fingerprint of record and provider when a hold began that lasts until settings change; otherwise
     * empty. */
    public Optional<String> heldFingerprint() {
        return fields.heldFingerprint;
    }

    /** Returns the sequence number of the detection that the last decision was based on. */
    public long sequence() {
        return fields.sequence;
    }

    /** Returns since when this host has had no address of the family. */
    public Optional<Instant> absentSince() {
        return fields.absentSince;
    }

    /** Returns the confirmed changes, oldest first, at most {@value #HISTORY}. */
    public List<AddressChange> history() {
        return fields.history;
    }

    /** Returns when the published addresses last changed; empty if no change is known. */
    public Optional<Instant> changedAt() {
        List<AddressChange> history = history();
        return history.isEmpty()
                ? Optional.empty()
                : Optional.of(history.get(history.size() - 1).at());
    }

    /** Returns a copy of this state with these changes. */
    public RecordState with(Consumer<Builder> change) {
        Builder changed = fields.copy();
        change.accept(changed);
        return new RecordState(key, changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordState state && key.equals(state.key) && RowFields.OF_RECORDS.equal(this, state);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + RowFields.OF_RECORDS.hash(this);
    }

    @Override
    public String toString() {
        return key + " " + RowFields.OF_RECORDS.text(this);
    }

    /**
     * A changed address that is not published yet. Immutable and thread-safe.
     *
     * @param addresses the address or addresses
     * @param readings the number of cycles in a row that detected them, at most {@value #MOST_READINGS}
     * @param since when they were first detected
     */
    public record Candidate(Set<IpAddress> addresses, int readings, Instant since) {
        /** The largest number of readings that is counted. */
        public static final int MOST_READINGS = 10;

        /** Copies the addresses. */
        public Candidate {
            addresses = Set.copyOf(addresses);
        }

        /** Returns this candidate with one more reading. */
        public Candidate again() {
            return readings < MOST_READINGS ? new Candidate(addresses, readings + 1, since) : this;
        }
    }

    /**
     * A write that the provider accepted and had not carried out yet. Immutable and thread-safe.
     *
     * @param text what the provider calls it
     * @param addresses the addresses that were sent; empty for a withdrawal
     * @param fingerprint the fingerprint of the wanted record when they were sent
     * @param since when it was accepted
     */
    public record Ticket(String text, Set<IpAddress> addresses, String fingerprint, Instant since) {
        /** The largest number of characters of a ticket. */
        public static final int LONGEST = 1000;

        /**
         * Checks the text and copies the addresses.
         *
         * @throws IllegalArgumentException if the text is no ticket
         */
        public Ticket {
            check(text);
            addresses = Set.copyOf(addresses);
        }

        /** Tells whether what was sent is what is wanted: these addresses, for a record with that fingerprint. */
        public boolean isOf(Set<IpAddress> wanted, String wantedFingerprint) {
            return addresses.equals(wanted) && fingerprint.equals(wantedFingerprint);
        }

        /** Tells whether a text can be a ticket: it is neither empty nor too long, and has no control character. */
        public static boolean isTicket(String text) {
            return !text.isEmpty() && text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
        }

        /**
         * Checks the text of a ticket.
         *
         * @throws IllegalArgumentException if it is empty, too long, or has a control character
         */
        public static void check(String text) {
            if (text.isEmpty() || text.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "a ticket has " + text.length() + " characters; it must have from 1 to " + LONGEST);
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("a ticket has a control character");
            }
        }
    }

    /**
     * A confirmed change. Immutable and thread-safe.
     *
     * @param at when it was confirmed
     * @param addresses the published addresses
     */
    public record AddressChange(Instant at, Set<IpAddress> addresses) {
        /** Copies the addresses. */
        public AddressChange {
            addresses = Set.copyOf(addresses);
        }
    }

    /** The properties of a changed copy. The caller sets the fields. Not thread-safe. */
    @SuppressWarnings("checkstyle:VisibilityModifier")
    public static final class Builder implements Cloneable {
        /** See {@link RecordState#confirmed()}. */
        public Optional<Set<IpAddress>> confirmed = Optional.empty();

        /** See {@link RecordState#confirmedAt()}. */
        public Optional<Instant> confirmedAt = Optional.empty();

        /** See {@link RecordState#checkedAt()}. */
        public Optional<Instant> checkedAt = Optional.empty();

        /** See {@link RecordState#comparedAt()}. */
        public Optional<Instant> comparedAt = Optional.empty();

        /** See {@link RecordState#writtenAt()}. */
        public Optional<Instant> writtenAt = Optional.empty();

        /** See {@link RecordState#effective()}. */
        public Map<String, Object> effective = Map.of();

        /** See {@link RecordState#fingerprint()}. */
        public Optional<String> fingerprint = Optional.empty();

        /** See {@link RecordState#confirmedBy()}. */
        public Optional<String> confirmedBy = Optional.empty();

        /** See {@link RecordState#inDoubt()}. */
        public Optional<Set<IpAddress>> inDoubt = Optional.empty();

        /** See {@link RecordState#ticket()}. */
        public Optional<Ticket> ticket = Optional.empty();

        /** See {@link RecordState#candidate()}. */
        public Optional<Candidate> candidate = Optional.empty();

        /** See {@link RecordState#notBefore()}. */
        public Optional<Instant> notBefore = Optional.empty();

        /** See {@link RecordState#waitingSince()}. */
        public Optional<Instant> waitingSince = Optional.empty();

        /** See {@link RecordState#attempts()}. */
        public int attempts;

        /** See {@link RecordState#problem()}. */
        public Optional<Problem> problem = Optional.empty();

        /** See {@link RecordState#troubledSince()}. */
        public Optional<Instant> troubledSince = Optional.empty();

        /** See {@link RecordState#heldFingerprint()}. */
        public Optional<String> heldFingerprint = Optional.empty();

        /** See {@link RecordState#sequence()}. */
        public long sequence;

        /** See {@link RecordState#absentSince()}. */
        public Optional<Instant> absentSince = Optional.empty();

        /** See {@link RecordState#history()}. */
        public List<AddressChange> history = List.of();

        private Builder() {}

        /**
         * Sets the time before which nothing is sent.
         *
         * @param until that time; empty if nothing has to wait
         * @param now when this was decided
         */
        public void waitUntil(Optional<Instant> until, Instant now) {
            notBefore = until;
            waitingSince = until.map(time -> now);
        }

        /** Removes the problem, the failed attempts and the hold. */
        public void clearTrouble() {
            notBefore = Optional.empty();
            waitingSince = Optional.empty();
            attempts = 0;
            problem = Optional.empty();
            heldFingerprint = Optional.empty();
        }

        /**
         * Records that the provider confirmed these addresses at that time. This also removes the problem, the
         * candidate, the addresses in doubt and the ticket.
         */
        public void confirm(Set<IpAddress> addresses, Instant at) {
            if (!Optional.of(addresses).equals(confirmed)) {
                confirmedAt = Optional.of(at);
                List<AddressChange> changes = new ArrayList<>(history);
                changes.add(new AddressChange(at, addresses));
                history = changes.subList(Math.max(0, changes.size() - HISTORY), changes.size());
            }
            confirmed = Optional.of(addresses);
            checkedAt = Optional.of(at);
            inDoubt = Optional.empty();
            ticket = Optional.empty();
            candidate = Optional.empty();
            clearTrouble();
        }

        /** Copies whatever fields there are. */
        private Builder copy() {
            try {
                return (Builder) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError("a builder can be cloned", e);
            }
        }

        /** Copies the collections too, which may belong to the caller. */
        private Builder frozenCopy() {
            Builder copy = copy();
            copy.confirmed = confirmed.map(Set::copyOf);
            copy.inDoubt = inDoubt.map(Set::copyOf);
            copy.effective = AttributeValues.frozen(effective);
            copy.history = List.copyOf(history);
            return copy;
        }
    }
}
