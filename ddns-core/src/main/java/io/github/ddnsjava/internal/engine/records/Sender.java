package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.util.Optional;
import java.util.Set;

/** Who waits for changes, and is told what became of each. */
public interface Sender {
    /** Returns the number of its cycle; 0 if there is none. */
    long cycle();

    /** It was not sent. */
    void notSent(PendingChange change, Decision.Hold hold);

    /**
     * The change was sent, and its result is remembered. The arguments are the rows of the record before and after, and
     * the row of the account.
     */
    void remembered(
            PendingChange change, ChangeResult result, RecordState before, RecordState after, AccountState account);

    /** A plan has determined that the change would be written, and the published values if they could be read. */
    void planned(PendingChange change, Optional<Set<IpAddress>> present);
}
