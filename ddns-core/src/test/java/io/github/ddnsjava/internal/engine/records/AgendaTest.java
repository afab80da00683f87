package io.github.ddnsjava.internal.engine.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who is looked at when, though the address is the same. */
@Tag("promise-7")
class AgendaTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Instant> alarms = new ArrayList<>();
    private final Agenda agenda = new Agenda(alarms::add);
    private final Entry a = entry("a.example.com");
    private final Entry b = entry("b.example.com");
    private final Entry c = entry("c.example.com");

    private static Entry entry(String name) {
        return new Entry(ManagedRecord.builder(name, RecordType.A).build(), null, null, null, 0);
    }

    @Test
    void onlyThoseWhoseTimeHasComeAreTakenAndOnce() {
        agenda.put(a, NOW);
        agenda.put(b, NOW.plusNanos(1));
        agenda.put(c, NOW.minusSeconds(60));

        assertThat(agenda.takeDue(NOW)).containsExactly(c, a);
        assertThat(agenda.takeDue(NOW)).isEmpty();
        assertThat(agenda.next()).contains(NOW.plusNanos(1));
        assertThat(agenda.takeDue(NOW.plusNanos(1))).containsExactly(b);
        assertThat(agenda.next()).isEmpty();
    }

    @Test
    void theNewestTimeOfARecordCountsAndTwoRecordsMayHaveTheSame() {
        agenda.put(a, NOW);
        agenda.put(a, NOW.plusSeconds(60));
        agenda.put(b, NOW.plusSeconds(60));

        assertThat(agenda.takeDue(NOW)).isEmpty();
        assertThat(agenda.takeDue(NOW.plusSeconds(60))).containsExactly(a, b);
    }

    @Test
    void theAlarmIsToldOfEachTimeThatNothingComesBefore() {
        agenda.put(a, NOW.plusSeconds(60));
        agenda.put(b, NOW.plusSeconds(90));
        agenda.put(c, NOW.plusSeconds(30));
        assertThat(alarms).containsExactly(NOW.plusSeconds(60), NOW.plusSeconds(30));

        agenda.takeDue(NOW.plusSeconds(30));
        assertThat(alarms).endsWith(NOW.plusSeconds(60));
    }

    @Test
    void whatMayEndSoonerIsLookedAtInTheNextCycleToo() {
        Optional<Instant> later = Optional.of(NOW.plusSeconds(60));
        agenda.putAgain(a, later, true);
        agenda.putAgain(b, later, true);
        agenda.putAgain(c, later, false);

        assertThat(agenda.next()).isEqualTo(later);
        assertThat(agenda.takeDue(NOW)).containsExactly(a, b);
        assertThat(agenda.takeDue(NOW.plusSeconds(60))).containsExactly(c);

        agenda.putAgain(c, Optional.empty(), false);

        assertThat(agenda.takeDue(NOW)).containsExactly(c);
    }

    @Test
    void theNextCycleTakesWhoeverWaitsForItUnlessForgotten() {
        agenda.putNextCycle(a);
        agenda.putNextCycle(b);
        agenda.put(c, NOW);
        agenda.remove(b);
        agenda.remove(c);

        assertThat(agenda.takeDue(NOW)).containsExactly(a);
        assertThat(agenda.takeDue(NOW)).isEmpty();
    }
}
