package io.github.ddnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an updater runs on: each part can be replaced, and by itself. */
class UpdaterEnvironmentTest {
    private record Part(Object given, UnaryOperator<UpdaterEnvironment> with, Function<UpdaterEnvironment, ?> read) {}

    @Test
    @Tag("promise-20")
    void eachPartIsReplacedByItself() {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        LongSupplier monotonic = () -> 7;
        RandomGenerator random = new Random(1);
        EchoTransport echo = request -> {
            throw new AssertionError("nothing is asked here");
        };
        HttpTransport http = request -> {
            throw new AssertionError("nothing is sent here");
        };
        NetworkCheck network = () -> true;
        Executor executor = Runnable::run;
        ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
        timers.shutdown();
        DelayScheduler scheduler = DelayScheduler.on(timers);
        List<Part> parts = List.of(
                new Part(clock, e -> e.withClock(clock), UpdaterEnvironment::clock),
                new Part(monotonic, e -> e.withMonotonic(monotonic), UpdaterEnvironment::monotonic),
                new Part(random, e -> e.withRandom(random), UpdaterEnvironment::random),
                new Part(echo, e -> e.withEcho(echo), UpdaterEnvironment::echo),
                new Part(http, e -> e.withHttp(http), UpdaterEnvironment::http),
                new Part(network, e -> e.withNetwork(network), UpdaterEnvironment::network),
                new Part(Optional.of(scheduler), e -> e.withScheduler(scheduler), UpdaterEnvironment::scheduler),
                new Part(Optional.of(executor), e -> e.withExecutor(executor), UpdaterEnvironment::executor));
        assertThat(parts).as("all parts that can be replaced").hasSize((int) withMethods());

        UpdaterEnvironment standard = UpdaterEnvironment.standard();
        for (Part part : parts) {
            UpdaterEnvironment changed = part.with.apply(standard);
            assertThat(part.read.apply(changed)).isEqualTo(part.given);
            for (Part other : parts) {
                if (other != part) {
                    assertThat(other.read.apply(changed)).isEqualTo(other.read.apply(standard));
                }
            }
            assertThat(part.read.apply(standard)).as("the original").isNotEqualTo(part.given);
        }
    }

    private static long withMethods() {
        return Stream.of(UpdaterEnvironment.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> name.startsWith("with"))
                .count();
    }

    @Test
    void byDefaultThreadsAndTimersAreTheUpdatersOwn() {
        UpdaterEnvironment standard = UpdaterEnvironment.standard();

        assertThat(standard.scheduler()).isEmpty();
        assertThat(standard.executor()).isEmpty();
    }
}
