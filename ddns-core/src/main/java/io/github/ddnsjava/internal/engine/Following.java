package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterHealth.Vital;
import io.github.ddnsjava.config.UpdaterConfiguration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The configuration file that an updater follows, if there is one. Thread-safe. */
final class Following {
    private final Follower.Host host;
    private final AtomicReference<Optional<Follower>> follower = new AtomicReference<>(Optional.empty());

    Following(Follower.Host host) {
        this.host = host;
    }

    /** Follows that file from now on, and no other. */
    void follow(UpdaterConfiguration present, Function<UpdaterConfiguration, UpdaterBuilder> setUp) {
        if (present.files().isEmpty()) {
            throw new IllegalArgumentException(
                    "the configuration was not read from a file; follow one that UpdaterConfiguration.load has read");
        }
        Follower next = new Follower(host, present, setUp);
        follower.getAndSet(Optional.of(next)).ifPresent(Follower::close);
        next.start();
        if (host.closed().getAsBoolean()) {
            close();
        }
    }

    void reload() {
        follower.get()
                .orElseThrow(() -> new IllegalStateException("the updater follows no file; call follow before"))
                .reload();
    }

    Optional<Vital> trouble() {
        return follower.get().flatMap(Follower::trouble);
    }

    void close() {
        follower.getAndSet(Optional.empty()).ifPresent(Follower::close);
    }
}
