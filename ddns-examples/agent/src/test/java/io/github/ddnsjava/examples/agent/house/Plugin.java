package io.github.ddnsjava.examples.agent.house;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.config.UpdaterConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** An application that is a plug-in of a host: uses the library, and closes it. It knows the host by the JDK's types. */
public final class Plugin implements Callable<List<String>> {
    private final Path configuration;
    private final @Nullable ScheduledExecutorService threads;

    /**
     * @param threads the host's, on which all is done; null for the updater's own
     */
    public Plugin(Path configuration, @Nullable ScheduledExecutorService threads) {
        this.configuration = configuration;
        this.threads = threads;
    }

    /** Returns the outcome of each record. */
    @Override
    public List<String> call() throws Exception {
        UpdaterConfiguration read = UpdaterConfiguration.load(configuration);
        UpdaterBuilder builder = read.toBuilder().onChange(event -> event.addresses());
        if (threads != null) {
            builder.environment(UpdaterEnvironment.standard()
                    .withScheduler(DelayScheduler.on(threads))
                    .withExecutor(threads));
        }
        try (Updater updater = builder.build()) {
            updater.plan();
            updater.check();
            updater.start();
            RecordKey first = read.records().get(0).key();
            updater.push(Map.of(first, Set.of(IpAddress.parse("203.0.113.77"))));
            return updater.runOnce().records().stream()
                    .map(record -> record.key() + " " + record.outcome())
                    .toList();
        }
    }
}
