package io.github.ddnsjava.internal.engine.records;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.internal.engine.FakeDetector;
import io.github.ddnsjava.internal.engine.FakeHosts;
import io.github.ddnsjava.publish.Abilities;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which records a detection concerns, and which detection counts. */
class FeedTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Sighting FAILED = Sighting.none(Problem.of(ProblemKind.DETECTION, "no answer"), 9);

    private final Feed feed = new Feed("wan", IpFamily.IPV4, new FakeDetector(), null, at -> {});
    private Entry one;
    private Entry two;

    @BeforeEach
    void addTwo() {
        one = entry("a.example.com");
        two = entry("b.example.com");
    }

    private List<Entry> served() {
        return List.of(one, two);
    }

    private Entry entry(String name) {
        return new Entry(
                ManagedRecord.builder(name, RecordType.A).build(),
                new FakeHosts(Abilities.builder().build()),
                null,
                feed,
                0);
    }

    private static Sighting saw(String address, long sequence) {
        return Sighting.of("wan", FakeDetector.found(address), sequence);
    }

    @Test
    @Tag("promise-7")
    void anotherValueConcernsAllAndTheSameWhoseTimeHasCome() {
        assertThat(feed.concernedBy(saw(A1, 1), NOW, this::served)).containsExactly(one, two);
        assertThat(feed.concernedBy(saw(A1, 2), NOW, this::served)).isEmpty();
        feed.agenda.put(two, NOW);
        assertThat(feed.concernedBy(saw(A1, 3), NOW, this::served)).containsExactly(two);
        assertThat(feed.concernedBy(saw(A2, 4), NOW, this::served)).containsExactly(one, two);
        assertThat(feed.handled()).isEqualTo(addresses(A2));
    }

    @Test
    void aFirstLookThatFailsConcernsAllAndLaterOnesWhoseTimeHasCome() {
        assertThat(feed.hasHandled()).isFalse();
        assertThat(feed.concernedBy(FAILED, NOW, this::served)).containsExactly(one, two);
        feed.agenda.put(one, NOW);
        assertThat(feed.concernedBy(FAILED, NOW, this::served)).containsExactly(one);
        assertThat(feed.hasHandled()).isFalse();
        assertThat(feed.concernedBy(saw(A1, 10), NOW, this::served)).containsExactly(one, two);
        assertThat(feed.hasHandled()).isTrue();
    }

    @Test
    void afterAFailureOnTheWayEverythingIsNewAgain() {
        feed.concernedBy(saw(A1, 1), NOW, this::served);
        feed.startAfresh();

        assertThat(feed.isNews(saw(A2, 2))).isFalse();
        assertThat(feed.concernedBy(FAILED, NOW, this::served)).containsExactly(one, two);
        assertThat(feed.concernedBy(saw(A1, 3), NOW, this::served)).containsExactly(one, two);
    }

    @Test
    @Tag("promise-16")
    void theNewerOfTwoDetectionsCounts() {
        Sighting old = saw(A1, 3);
        assertThat(feed.newest(old)).isSameAs(old);
        Sighting seen = saw(A2, 5);
        feed.concernedBy(seen, NOW, this::served);

        assertThat(feed.newest(old)).isSameAs(seen);
        assertThat(feed.newest(saw(A1, 5)).value()).contains(addresses(A1));
        Sighting later = saw(A1, 7);
        assertThat(feed.newest(later)).isSameAs(later);
        feed.concernedBy(FAILED, NOW, this::served);
        assertThat(feed.newest(old)).isSameAs(seen);
    }

    @Test
    @Tag("promise-16")
    void ofTwoPushesTheNewerCountsWhicheverArrivesFirst() {
        Sighting newer = saw(A2, 8);
        one.push(newer);
        one.push(saw(A1, 7));
        assertThat(one.sighting(FAILED)).isSameAs(newer);
    }

    @Test
    void whatIsPushedIsQueuedOncePerRecordUntilItIsDealtWith() {
        assertThat(feed.queuePush(List.of(one))).isTrue();
        assertThat(feed.queuePush(List.of(two, one))).isFalse();
        assertThat(feed.pushBegins()).containsExactly(one, two);
        assertThat(feed.pushBegins()).isEmpty();
        assertThat(feed.queuePush(List.of(two))).isTrue();
    }
}
