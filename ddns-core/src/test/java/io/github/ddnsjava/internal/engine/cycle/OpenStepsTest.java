package io.github.ddnsjava.internal.engine.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OpenStepsTest {
    private final AtomicInteger finished = new AtomicInteger();
    private final OpenSteps steps = new OpenSteps(finished::incrementAndGet);

    @Test
    void aCycleWithoutStepsFinishesWithItsBeginning() {
        steps.closed();
        assertThat(finished).hasValue(1);
    }

    @Test
    void aCycleFinishesWithItsLastStepWhicheverThatIs() {
        steps.opened();
        steps.opened();
        steps.closed(); // a feed that was fast
        steps.closed(); // the beginning
        assertThat(finished).hasValue(0);
        steps.opened(); // a retry of the other
        steps.closed();
        assertThat(finished).hasValue(0);
        steps.closed();
        assertThat(finished).hasValue(1);
    }

    @Test
    void whatIsAbandonedFinishesOnceAndNotByItself() {
        steps.opened();
        assertThat(steps.abandon()).isTrue();
        assertThat(steps.abandon()).isFalse();
        steps.closed();
        steps.closed();
        assertThat(finished).hasValue(0);
    }

    @Test
    void whatHasFinishedIsNotAbandoned() {
        steps.closed();
        assertThat(steps.abandon()).isFalse();
        assertThat(finished).hasValue(1);
    }
}
