package io.github.ddnsjava.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.TransientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/**
 * The status makes the report of a record again only if something has changed. What it says is the same as if all reports
 * were made at that time: the same life is lived twice, and the status is read at all times, and only at the end.
 */
class StatusPropertiesTest {
    private static final List<String> NAMES = List.of("a.example.com", "b.example.com", "c.example.org");
    private static final String OTHER = "other.example.com";

    /** One life, whose accidents are drawn from a seed. */
    private static final class Life {
        private final World world = new World();
        private final FakeDetector other = new FakeDetector();
        private final boolean isReadOften;
        private final Random chance;
        private final boolean isPushed;
        private final Updater updater;

        Life(long seed, boolean isReadOften) {
            this.isReadOften = isReadOften;
            chance = new Random(seed);
            isPushed = chance.nextInt(4) == 0;
            world.random = new Random(seed);
            world.cloud.before = (call, names) -> accident();
            world.cloud.after = (call, names) -> accident();
            world.wan.sees(World.A1);
            other.sees(World.A1);
            updater = records(Set.of()).build();
        }

        private UpdaterBuilder records(Set<String> disabled) {
            UpdaterBuilder builder = world.bare().provider(new FakeZones(world.cloud));
            if (isPushed) {
                builder.pushed();
            } else {
                builder.detector(world.wan).detector("other", other);
            }
            NAMES.forEach(name -> builder.record(record(name, ManagedRecord.DEFAULT, disabled)));
            return builder.record(record(OTHER, isPushed ? ManagedRecord.DEFAULT : "other", disabled));
        }

        private static ManagedRecord record(String name, String detector, Set<String> disabled) {
            ManagedRecord.Builder builder =
                    ManagedRecord.builder(name, RecordType.A).detector(detector);
            return (disabled.contains(name) ? builder.disabled("for a while") : builder).build();
        }

        private void read() {
            if (isReadOften) {
                updater.status();
            }
        }

        private @Nullable DdnsException accident() {
            read(); // while a write is under way
            return switch (chance.nextInt(12)) {
                case 0 -> TransientException.unknownOutcome("timeout", null);
                case 1 -> TransientException.askedToWait("busy", Duration.ofMinutes(1 + chance.nextInt(30)));
                case 2 -> new RateLimitedException("slow down", Optional.empty());
                case 3 -> AuthenticationException.ofAccount("no");
                default -> null;
            };
        }

        private String address() {
            return "93.184.216." + (1 + chance.nextInt(4));
        }

        private void step() {
            FakeDetector detector = chance.nextBoolean() ? world.wan : other;
            switch (chance.nextInt(12)) {
                case 0 -> detector.fails(IpFamily.IPV4);
                case 1 -> detector.absent(IpFamily.IPV4);
                case 2, 3, 4 -> detector.sees(address());
                case 5 ->
                    updater.push(Map.of(
                            World.key(chance.nextBoolean() ? NAMES.get(1) : OTHER, RecordType.A),
                            World.addresses(address())));
                case 6 -> world.network = chance.nextBoolean();
                case 7 -> world.time.setClock(Duration.ofMinutes(chance.nextInt(600) - 300));
                case 8 ->
                    updater.reconfigure(
                            records(chance.nextBoolean() ? Set.of(NAMES.get(chance.nextInt(NAMES.size()))) : Set.of()));
                case 9 -> updater.trigger();
                case 10 -> updater.releaseHold(World.key(NAMES.get(0), RecordType.A));
                default -> {}
            }
            world.time.run(Duration.ofSeconds(chance.nextInt(chance.nextBoolean() ? 60 : 7_200)));
        }

        UpdaterStatus statusAfter(int steps) {
            updater.start();
            for (int i = 0; i < steps; i++) {
                step();
                read();
            }
            return updater.status();
        }
    }

    @Property
    void aStatusThatIsReadOftenSaysTheSameAsOneThatIsReadOnce(
            @ForAll long seed, @ForAll @IntRange(max = 20) int steps) {
        UpdaterStatus often = new Life(seed, true).statusAfter(steps);
        UpdaterStatus once = new Life(seed, false).statusAfter(steps);

        assertThat(often.records()).isEqualTo(once.records());
        assertThat(often).isEqualTo(once);
    }
}
