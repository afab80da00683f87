package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state, or some of its rows, belong to another process; or the state cannot be written. */
public final class StateException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final boolean locked;
    private final transient Set<RecordKey> refusedRecords;
    private final transient Set<String> refusedAccounts;

    private StateException(
            String message,
            @Nullable Throwable cause,
            boolean locked,
            Collection<RecordKey> refusedRecords,
            Collection<String> refusedAccounts) {
        super(message, cause);
        this.locked = locked;
        this.refusedRecords = Set.copyOf(refusedRecords);
        this.refusedAccounts = Set.copyOf(refusedAccounts);
    }

    /** Creates an exception for a state that another process, or another updater of this process, owns. */
    public static StateException locked(String message) {
        return new StateException(message, null, true, Set.of(), Set.of());
    }

    /**
     * Creates an exception for rows that a shared state refuses, because another machine owns them by now. All other rows of
     * the same call were saved.
     *
     * @param records the records whose rows were refused
     * @param accounts the ids of the accounts whose rows were refused
     */
    public static StateException refused(String message, Collection<RecordKey> records, Collection<String> accounts) {
        return new StateException(message, null, true, records, accounts);
    }

    /**
     * Creates an exception for a state that could not be written. What should be remembered is known only until the
     * process ends.
     */
    public static StateException unwritable(String message, Throwable cause) {
        return new StateException(message, cause, false, Set.of(), Set.of());
    }

    /** Returns the records whose rows were refused. If this and the accounts are empty, no row of the call was saved. */
    public Set<RecordKey> refusedRecords() {
        return refusedRecords;
    }

    /** Returns the ids of the accounts whose rows were refused. */
    public Set<String> refusedAccounts() {
        return refusedAccounts;
    }

    @Override
    public ProblemKind kind() {
        return locked ? ProblemKind.STATE_LOCKED : ProblemKind.STATE_UNWRITABLE;
    }
}
