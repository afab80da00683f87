package io.github.ddnsjava.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The requests to read a configuration again. A reading answers those that were there before it began. Thread-safe. */
final class ReloadRequests {
    private final Queue<CompletableFuture<@Nullable Void>> waiting = new ConcurrentLinkedQueue<>();

    /** Adds one, and returns its answer. */
    CompletableFuture<@Nullable Void> add() {
        CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
        waiting.add(answer);
        return answer;
    }

    /**
     * Reads, and answers.
     *
     * @param reading returns why the configuration is not used; empty if it is
     */
    void during(Supplier<Optional<RuntimeException>> reading) {
        List<CompletableFuture<@Nullable Void>> served = withdrawn();
        Optional<RuntimeException> failure = Optional.of(over());
        try {
            failure = reading.get();
        } finally {
            answer(served, failure);
        }
    }

    /** Tells all that there is no reading any more. */
    void end() {
        answer(withdrawn(), Optional.of(over()));
    }

    static IllegalStateException over() {
        return new IllegalStateException("the updater was closed, or follows another file by now");
    }

    private List<CompletableFuture<@Nullable Void>> withdrawn() {
        List<CompletableFuture<@Nullable Void>> all = new ArrayList<>();
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            all.add(next);
        }
        return all;
    }

    private static void answer(List<CompletableFuture<@Nullable Void>> all, Optional<RuntimeException> failure) {
        all.forEach(one -> failure.ifPresentOrElse(one::completeExceptionally, () -> one.complete(null)));
    }
}
