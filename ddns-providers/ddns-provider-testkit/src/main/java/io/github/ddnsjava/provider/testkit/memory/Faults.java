package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.TransientException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * The next faults of a server in memory. Each call of the server takes one fault from the queue of all calls. A write
 * also takes one from the queue of writes. Thread-safe.
 */
public final class Faults {
    private record Fault(DdnsException failure, boolean applied) {}

    private final Queue<Fault> calls = new ArrayDeque<>();
    private final Queue<Fault> writes = new ArrayDeque<>();

    Faults() {}

    /** Makes the next call fail with that exception. The call has no effect. */
    public synchronized void failNext(DdnsException failure) {
        calls.add(new Fault(failure, false));
    }

    /** Makes the next write fail with that exception. The write has no effect. */
    public synchronized void failNextWrite(DdnsException failure) {
        writes.add(new Fault(failure, false));
    }

    /** Carries out the next write and loses its answer. */
    public synchronized void loseNextAnswer() {
        writes.add(new Fault(TransientException.unknownOutcome("the answer was lost", null), true));
    }

    <T> T call(boolean write, Supplier<T> work) {
        Optional<Fault> fault = next(write);
        if (fault.isPresent() && !fault.get().applied()) {
            throw fault.get().failure();
        }
        T answer = work.get();
        if (fault.isPresent()) {
            throw fault.get().failure();
        }
        return answer;
    }

    private synchronized Optional<Fault> next(boolean write) {
        Optional<Fault> ofWrites = write ? Optional.ofNullable(writes.poll()) : Optional.empty();
        return ofWrites.or(() -> Optional.ofNullable(calls.poll()));
    }
}
