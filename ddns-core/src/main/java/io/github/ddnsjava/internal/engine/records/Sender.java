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
    /** It was not sent. */
    void notSent(PendingChange change, Decision.Hold hold);

    /** It was, and the result is remembered: in the rows of the record, before and after, and of the account. */
    void remembered(
            PendingChange change, ChangeResult result, RecordState before, RecordState after, AccountState account);

    /** A plan found out that it would be written, and perhaps what stands there now. */
    void planned(PendingChange change, Optional<Set<IpAddress>> present);
}
