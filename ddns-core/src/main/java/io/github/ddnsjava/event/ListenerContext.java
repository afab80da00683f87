package io.github.ddnsjava.event;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What a listener may use of its updater, so that it needs neither threads nor a clock of its own. Immutable; thread-safe
 * if its parts are.
 *
 * @param world the HTTP transport, the clock, the random numbers and the look-up of the updater
 * @param scheduler runs short tasks after a delay; they must not block. After the updater has closed it runs nothing
 * @param workers runs tasks that may block, such as an HTTP exchange. They are interrupted when the updater closes
 * @param records returns a record of the updater; empty if it has none with that key (any more)
 */
public record ListenerContext(
        ProviderContext world,
        DelayScheduler scheduler,
        Executor workers,
        Function<RecordKey, Optional<ManagedRecord>> records) {}
