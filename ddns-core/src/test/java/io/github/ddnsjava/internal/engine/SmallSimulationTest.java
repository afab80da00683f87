package io.github.ddnsjava.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Days full of accidents, drawn from a seed: a line that changes its address, a detector that fails or lies once, a
 * provider that fails before and after it wrote, limits, refuses; and an updater that dies and comes back.
 */
class SmallSimulationTest {
    private static final List<String> NAMES = List.of("a.example.com", "b.example.com", "c.example.org");
    private static final String FOREIGN = "198.41.0.4";

    private final World world = new World();
    private final Set<String> detectable = new HashSet<>();
    private Random chance = new Random();
    private boolean calm;
    private boolean crashing;
    private String address = "";

    /** Twenty at most, and fewer by default, as of the large simulation. */
    static IntStream seeds() {
        return IntStream.rangeClosed(1, Math.min(20, Integer.getInteger("ddns.seeds", 6)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("promise-6")
    @Tag("promise-7")
    @Tag("promise-13")
    @Tag("promise-15")
    void afterAnyAccidentsEverythingIsRightAndQuiet(int seed) {
        chance = new Random(seed);
        world.random = new Random(seed);
        changeAddress();
        world.cloud.put("a.example.com", FOREIGN, address); // a foreign value, and one to adopt
        world.cloud.before = (call, names) -> {
            if (world.store.frozen) {
                return TransientException.notSent("the process is dead", null);
            }
            return calm ? null : accident(false);
        };
        world.cloud.after = (call, names) -> {
            if (crashing && chance.nextInt(3) == 0) {
                world.store.frozen = true; // between the write and the answer
            }
            return calm ? null : accident(true);
        };

        calm = true;
        world.wan.sees(address);
        Updater updater = begin();
        world.time.run(Duration.ofMinutes(2)); // later it would be ambiguous which value is ours
        calm = false;
        for (int hour = 0; hour < 24 * 6; hour++) {
            if (chance.nextInt(6) == 0) {
                changeAddress();
            }
            detect();
            if (chance.nextInt(8) == 0) {
                crashing = chance.nextBoolean();
                world.time.run(Duration.ofSeconds(chance.nextInt(600)));
                world.store.frozen |= crashing;
                updater.close();
                world.store.frozen = false;
                crashing = false;
                updater = begin();
            }
            world.time.run(Duration.ofMinutes(chance.nextInt(120)));
            check();
        }

        calm = true;
        world.wan.sees(address);
        world.time.run(Duration.ofHours(27)); // the longest hold, and a cycle
        for (String name : NAMES) {
            assertThat(values(name)).as(name).containsExactly(address);
            assertThat(world.state(name, RecordType.A).confirmed()).contains(World.addresses(address));
            assertThat(world.state(name, RecordType.A).inDoubt()).isEmpty();
            assertThat(world.state(name, RecordType.A).problem()).isEmpty();
        }
        // What is checked from now on is checked on the slow clock only.
        int calls = world.cloud.calls.size();
        long writes = world.cloud.count("write");
        world.time.run(Duration.ofDays(4));
        assertThat(world.cloud.calls.size() - calls).isLessThanOrEqualTo(4 * (NAMES.size() + 1));
        assertThat(world.cloud.count("write")).isEqualTo(writes);
        updater.close();
    }

    private Updater begin() {
        Updater updater = world.builder()
                .record(NAMES.get(0), RecordType.A)
                .record(NAMES.get(1), RecordType.A)
                .record(NAMES.get(2), RecordType.A)
                .build();
        updater.start();
        return updater;
    }

    private void changeAddress() {
        address = "93.184.216." + (1 + chance.nextInt(6));
        detectable.add(address);
    }

    private void detect() {
        switch (chance.nextInt(8)) {
            case 0 -> world.wan.fails(IpFamily.IPV4);
            case 1 -> world.wan.absent(IpFamily.IPV4);
            case 2 -> world.wan.sees("203.0.113.66"); // never to be published
            case 3 -> world.wan.sees("93.184.216.250").secondly(address); // a lie that the second reading finds
            default -> world.wan.sees(address);
        }
    }

    private @Nullable DdnsException accident(boolean written) {
        return switch (chance.nextInt(written ? 6 : 14)) {
            case 0 -> TransientException.unknownOutcome("timeout", null);
            case 1 -> TransientException.askedToWait("busy", Duration.ofMinutes(1 + chance.nextInt(30)));
            case 2 -> written ? null : TransientException.notSent("no route", null);
            case 3 -> written ? null : new RateLimitedException("slow down", Optional.empty());
            case 4 -> written || chance.nextInt(4) > 0 ? null : AuthenticationException.ofAccount("no");
            default -> null;
        };
    }

    private Set<String> values(String name) {
        Set<String> values = new TreeSet<>(world.cloud.at(name));
        values.remove(FOREIGN);
        return values;
    }

    private void check() {
        assertThat(world.cloud.at("a.example.com")).contains(FOREIGN);
        for (List<ZoneRecord> zone : world.cloud.zones.values()) {
            for (ZoneRecord record : zone) {
                assertThat(detectable.contains(record.address().toString())
                                || record.address().toString().equals(FOREIGN))
                        .as("%s was never detected, or must not be published", record.address())
                        .isTrue();
                assertThat(NAMES).contains(record.name().toString());
            }
        }
        for (String name : NAMES) {
            var state = world.state(name, RecordType.A);
            if (state.confirmed().isPresent() && state.inDoubt().isEmpty()) {
                assertThat(World.addresses(values(name)))
                        .as(name)
                        .isEqualTo(state.confirmed().get());
            }
        }
    }
}
