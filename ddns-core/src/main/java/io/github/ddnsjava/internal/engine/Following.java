package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterHealth.Vital;
import io.github.ddnsjava.config.UpdaterConfiguration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The configuration file that an updater follows, if there is one. Thread-safe. */
final class Following {
    private final Follower.Host host;
    private volatile Optional<Follower> follower = Optional.empty();

    Following(Follower.Host host) {
        this.host = host;
    }

    /** Follows that file from now on, and no other. */
    void follow(
            UpdaterConfiguration present,
            Function<UpdaterConfiguration, UpdaterBuilder> setUp,
            Consumer<UpdaterConfiguration> used) {
        if (present.files().isEmpty()) {
            throw new IllegalArgumentException(
                    "the configuration was not read from a file; follow one that UpdaterConfiguration.load has read");
        }
        Follower next = new Follower(host, present, setUp, used);
        replaceBy(Optional.of(next)).ifPresent(Follower::close);
        next.start();
        if (host.closed().getAsBoolean()) {
            close();
        }
    }

    private synchronized Optional<Follower> replaceBy(Optional<Follower> next) {
        Optional<Follower> before = follower;
        follower = next;
        return before;
    }

    CompletableFuture<@Nullable Void> reload() {
        return follower.orElseThrow(() -> new IllegalStateException("the updater follows no file; call follow before"))
                .reload();
    }

    Optional<Vital> trouble() {
        return follower.flatMap(Follower::trouble);
    }

    void close() {
        replaceBy(Optional.empty()).ifPresent(Follower::close);
    }
}
