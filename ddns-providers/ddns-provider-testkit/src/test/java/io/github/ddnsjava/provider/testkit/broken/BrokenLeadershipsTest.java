package io.github.ddnsjava.provider.testkit.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.provider.testkit.ContractCase;
import io.github.ddnsjava.provider.testkit.LeadershipContract;
import io.github.ddnsjava.provider.testkit.broken.MemoryLeadership.Mistake;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leaderships with one mistake each: the contract finds every mistake, and every case of it finds one. */
class BrokenLeadershipsTest {
    /** The contract over the leadership in memory. It is no test class of its own. */
    private static final class Harness implements LeadershipContract.Hostile {
        private final Mistake mistake;
        private MemoryLeadership.Engine engine = new MemoryLeadership.Engine();

        Harness(Mistake mistake) {
            this.mistake = mistake;
        }

        @Override
        public Leadership leadership(String node) {
            return skewed(node, Duration.ZERO);
        }

        @Override
        public Leadership skewed(String node, Duration by) {
            return new MemoryLeadership(engine, node, by, mistake);
        }

        @Override
        public void passes(String lease, Duration time) {
            MemoryLeadership.pass(engine, lease, time);
        }

        @Override
        public void goesAway() {
            engine.away = true;
        }

        @Override
        public void comesBack() {
            engine.away = false;
            engine.hostile = false;
        }

        @Override
        public void answersAll(int status, String body) {
            engine.hostile = true;
        }

        /** Returns the cases that fail, each on a fresh engine. */
        Set<String> failing() {
            Set<String> failing = new LinkedHashSet<>();
            for (ContractCase one : contractCases()) {
                engine = new MemoryLeadership.Engine();
                try {
                    one.check().run();
                } catch (Exception | AssertionError e) {
                    failing.add(one.name());
                }
            }
            return failing;
        }
    }

    @Test
    void aLeadershipWithoutMistakesPasses() {
        assertThat(new Harness(Mistake.NONE).failing()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMistakeIsFound(Mistake mistake) {
        assertThat(new Harness(mistake).failing()).isNotEmpty();
    }

    @Test
    void everyCaseFindsAMistake() {
        List<String> all = new Harness(Mistake.NONE)
                .contractCases().stream().map(ContractCase::name).toList();
        Set<String> found = new LinkedHashSet<>();
        Stream.of(Mistake.values()).forEach(mistake -> found.addAll(new Harness(mistake).failing()));
        assertThat(all).isNotEmpty().allSatisfy(name -> assertThat(found).contains(name));
    }
}
