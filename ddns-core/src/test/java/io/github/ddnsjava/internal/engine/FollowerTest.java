package io.github.ddnsjava.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.config.OnThePath;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.internal.follow.FileEvents;
import io.github.ddnsjava.remember.StateStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a follower does with the events of a file system, in virtual time. */
@ExtendWith(OnThePath.class)
class FollowerTest {
    /** As long as an edit may take to be used where the file system tells of it. */
    private static final Duration SOON = Duration.ofSeconds(2);

    @TempDir
    private Path directory;

    private final VirtualTime time = new VirtualTime();
    private final List<Collection<Path>> watched = new ArrayList<>();
    private final List<UpdaterBuilder> used = new ArrayList<>();
    private final List<UpdaterConfiguration> taken = new ArrayList<>();
    private final List<UpdaterBuilder> discarded = new ArrayList<>();
    /** Whether the updater is closed; a follower that is replaced ends before. */
    private boolean over;

    private boolean failing;

    private boolean closed;
    private Function<UpdaterConfiguration, UpdaterBuilder> setUp = UpdaterConfiguration::toBuilder;
    private Runnable changed = () -> {};
    private Path file = Path.of("");

    private final class Fake implements FileEvents {
        @Override
        public void watch(Collection<Path> files) {
            if (failing) {
                throw new OutOfMemoryError("simulated");
            }
            watched.add(List.copyOf(files));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @BeforeEach
    void files() throws IOException {
        file = directory.resolve("ddns.json");
        Files.writeString(directory.resolve("token"), "s3cret");
        write("a", "");
    }

    private void write(String name, String more) throws IOException {
        Files.writeString(file, """
                {"detectors": {"wan": {"type": "test-known"}},
                 "providers": {"cf": {"type": "test-full", "token": "${file:token}"}},
                 "records": [{"name": "%s.example.com", "types": "A"}]%s}
                """.formatted(name, more));
    }

    private Follower follower() {
        Workers workers = new Workers(time, time);
        Events events = new Events(List::of, time, (why, again) -> {}, StateStores.memory());
        Follower.Host host =
                new Follower.Host(workers, time, events, used::add, discarded::add, () -> over, (like, call) -> {
                    changed = call;
                    return new Fake();
                });
        Follower follower =
                new Follower(host, UpdaterConfiguration.load(file), given -> setUp.apply(given), taken::add);
        follower.start();
        time.settle();
        return follower;
    }

    @Test
    @Tag("promise-23")
    void anEditOfWhichAnEventTellsIsUsedWithinTwoSeconds() throws IOException {
        follower();
        write("b", "");
        changed.run();
        time.run(SOON);
        assertThat(used).hasSize(1);
    }

    @Test
    void manyEventsOfOneEditAreOne() throws IOException {
        follower();
        write("b", "");
        watched.clear();
        for (int i = 0; i < 1_000; i++) {
            changed.run();
        }
        time.run(SOON);
        assertThat(used).hasSize(1);
        assertThat(watched).as("two looks, and what the new file names").hasSize(3);
    }

    @Test
    void eventsWithoutAChangeReadNothing() {
        follower();
        for (int i = 0; i < 10; i++) {
            changed.run();
            time.run(SOON);
        }
        assertThat(used).isEmpty();
    }

    @Test
    void theFilesOfReferencesAreWatchedAndTheirDirectoriesAnewAtEachPoll() {
        follower();
        Path token = directory.resolve("token");
        assertThat(watched).hasSize(1);
        assertThat(watched.get(0)).containsExactly(file, token);
        time.run(Duration.ofSeconds(10));
        assertThat(watched).hasSize(2);
    }

    @Test
    void nothingIsWatchedUnlessTheFileSaysSo() throws IOException {
        write("a", ", \"reload\": {\"watch\": false}");
        Follower follower = follower();
        assertThat(watched).isEmpty();
        write("b", "");
        follower.reload();
        time.run(SOON);
        assertThat(watched).last().satisfies(files -> assertThat(files).contains(file));
        write("c", ", \"reload\": {\"watch\": false}");
        time.run(Duration.ofSeconds(10));
        assertThat(used).hasSize(2);
        assertThat(watched).last().satisfies(files -> assertThat(files).isEmpty());
        write("d", "");
        time.run(Duration.ofDays(1));
        assertThat(used).hasSize(2);
    }

    @Test
    void itsEndEndsTheWatch() throws IOException {
        Follower follower = follower();
        follower.close();
        assertThat(closed).isTrue();
        write("b", "");
        changed.run();
        time.run(Duration.ofHours(1));
        assertThat(used).isEmpty();
    }

    private void changesNothingAfter(Consumer<Follower> what, Duration before) throws IOException {
        write("a", "");
        Follower follower = follower();
        write("b", "");
        what.accept(follower);
        time.run(before);
        follower.close();
        watched.clear();
        time.run(Duration.ofHours(1));
        write("c", "");
        changed.run();
        time.run(Duration.ofHours(1));
        assertThat(used).isEmpty();
        assertThat(watched).as("looks").isEmpty();
    }

    /** Another one may follow another file then. The updater itself is open. */
    @Test
    void afterItsEndItChangesNothingWhateverIsUnderWay() throws IOException {
        Duration moment = Duration.ofMillis(100);
        changesNothingAfter(follower -> {}, Duration.ofSeconds(10).minus(moment)); // at the second look of a poll
        changesNothingAfter(follower -> changed.run(), moment);
        changesNothingAfter(follower -> changed.run(), Follower.SETTLES.plus(moment));
        changesNothingAfter(Follower::reload, Duration.ZERO);
        changesNothingAfter(Follower::reload, moment);
    }

    @Test
    void whatIsReadWhileItEndsIsNotUsedAndDiscarded() throws IOException {
        List<Follower> followers = new ArrayList<>();
        setUp = configuration -> {
            followers.get(0).close();
            return configuration.toBuilder();
        };
        followers.add(follower());
        write("b", "");
        time.run(Duration.ofSeconds(10));
        assertThat(used).isEmpty();
        assertThat(discarded).hasSize(1);
    }

    @Test
    void whatIsRefusedIsTriedAgainOnlyAfterAnEdit() throws IOException {
        int[] attempts = {0};
        setUp = configuration -> {
            attempts[0]++;
            throw new ConfigurationException("", "not here", "");
        };
        follower();
        Files.writeString(directory.resolve("other"), "s3cret");
        Files.writeString(file, Files.readString(file).replace("token}", "other}"));
        time.run(Duration.ofHours(1));
        assertThat(attempts[0]).isEqualTo(1);
        Files.writeString(directory.resolve("other"), "s3cret-2");
        time.run(Duration.ofHours(1));
        assertThat(attempts[0]).as("a file that only what was refused names").isEqualTo(2);
        assertThat(watched)
                .last()
                .satisfies(files -> assertThat(files)
                        .containsExactlyInAnyOrder(file, directory.resolve("token"), directory.resolve("other")));
        write("b", "");
        time.run(Duration.ofHours(1));
        assertThat(attempts[0]).isEqualTo(3);
    }

    @Test
    void aLookThatFailsIsNotTheLast() throws IOException {
        follower();
        failing = true;
        time.run(Duration.ofSeconds(10));
        failing = false;
        write("b", "");
        time.run(Duration.ofSeconds(10));
        assertThat(used).hasSize(1);
    }

    @Test
    void theContextClassLoaderIsThatOfWhoFollows() throws IOException {
        follower(); // which finds the types of this test's configuration by it
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        write("b", "");
        changed.run();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            time.run(SOON);
            assertThat(thread.getContextClassLoader()).isSameAs(ClassLoader.getSystemClassLoader());
        } finally {
            thread.setContextClassLoader(before);
        }
        assertThat(used).hasSize(1);
    }

    @Test
    void whoAsksWhileAReadingWaitsIsServedByThat() {
        Follower follower = follower();
        for (int i = 0; i < 300; i++) {
            follower.reload();
        }
        time.settle();
        assertThat(used).hasSize(1);

        follower.reload();
        time.settle();
        assertThat(used).as("after that it is read again").hasSize(2);
    }

    @Test
    void whoAsksIsAnsweredWhenTheFileIsUsed() throws IOException {
        Follower follower = follower();
        write("b", "");
        CompletableFuture<?> answer = follower.reload();
        assertThat(answer).isNotDone();
        time.run(SOON);
        assertThat(answer).isCompleted();
        assertThat(taken)
                .as("the application was told before")
                .singleElement()
                .satisfies(configuration -> assertThat(configuration.records())
                        .singleElement()
                        .asString()
                        .contains("b.example.com"));
    }

    @Test
    void whoAsksIsToldWhyTheFileIsNotUsedEachTime() throws IOException {
        Follower follower = follower();
        write("b", ", \"nonsense\": 1");
        for (int i = 0; i < 2; i++) {
            CompletableFuture<?> answer = follower.reload();
            time.run(SOON);
            assertThat(answer)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(ConfigurationException.class)
                    .withMessageContaining("nonsense");
        }
        setUp = configuration -> {
            throw new IllegalArgumentException("s3cret");
        };
        write("c", "");
        CompletableFuture<?> answer = follower.reload();
        time.run(SOON);
        assertThat(answer)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("the application's function")
                .withMessageNotContaining("s3cret");
        assertThat(taken).isEmpty();
    }

    @Test
    void whoAsksAtTheEndIsToldSo() {
        Follower follower = follower();
        CompletableFuture<?> before = follower.reload();
        follower.close();
        CompletableFuture<?> after = follower.reload();
        for (CompletableFuture<?> answer : List.of(before, after)) {
            assertThat(answer)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(IllegalStateException.class);
        }
    }
}
