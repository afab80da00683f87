package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.decide.UpdatePolicies;
import java.util.AbstractList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two calls of the application at the same time: the second happens at a point within the first. */
class ConcurrentCallsTest {
    private final World world = new World();

    private static ManagedRecord record(String name) {
        return ManagedRecord.builder(name, RecordType.A).build();
    }

    /** Records, and what another thread does when they are read first. */
    private static final class Meeting extends AbstractList<ManagedRecord> {
        private final ManagedRecord record;
        private Runnable other;

        Meeting(ManagedRecord record, Runnable other) {
            this.record = record;
            this.other = other;
        }

        @Override
        public ManagedRecord get(int index) {
            return record;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public Stream<ManagedRecord> stream() {
            Runnable now = other;
            other = () -> {};
            now.run();
            return super.stream();
        }
    }

    @Test
    @Tag("promise-19")
    void aSetUpThatComesWhileRecordsAreReplacedIsKept() {
        try (Updater updater = world.home()) {
            updater.replaceRecords(new Meeting(
                    record("b.example.com"),
                    () -> updater.reconfigure(world.builder()
                            .policy("mine", UpdatePolicies.onChange())
                            .record(record("c.example.com")))));
            assertThat(updater.status().records())
                    .singleElement()
                    .satisfies(report -> assertThat(report.key().name()).hasToString("b.example.com"));
            updater.replaceRecords(List.of(
                    ManagedRecord.builder(HOME, RecordType.A).policy("mine").build()));
            assertThat(updater.status().records())
                    .singleElement()
                    .satisfies(report -> assertThat(report.key().name()).hasToString(HOME));
        }
    }

    @Test
    @Tag("promise-19")
    void allRecordsAreVerifiedThatAreManagedOnceTheStateIsOpen() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.store.opening = () -> updater.replaceRecords(List.of(record("b.example.com")));
            assertThat(world.time.await(updater::verify).records())
                    .singleElement()
                    .satisfies(report -> assertThat(report.key().name()).hasToString("b.example.com"));
        }
    }
}
