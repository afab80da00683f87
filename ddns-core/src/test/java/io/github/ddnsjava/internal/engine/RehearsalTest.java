package io.github.ddnsjava.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a follower does once before it has to lead. */
@Isolated("reads the whole log")
@Tag("promise-24")
class RehearsalTest {
    @Test
    void aRehearsalGoesAsFarAsTheWrite() throws InterruptedException {
        assertThat(Rehearsal.plan().records())
                .singleElement()
                .extracting(RecordReport::outcome)
                .isEqualTo(Outcome.CREATED);
    }

    @Test
    void aRehearsalLeavesNothingInTheLog() {
        try (LogLines log = LogLines.record()) {
            Rehearsal.run();

            assertThat(log.lines()).isEmpty();
        }
    }
}
