package io.github.ddnsjava.internal.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.cluster.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much of a lease is left, as its holder may believe. */
@Tag("promise-24")
class TenureTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private long nanos = 5_000_000_000L;
    private Instant wall = Instant.parse("2026-03-01T12:00:00Z");
    private final Clocks clocks = new Clocks(() -> nanos, () -> wall);
    /** How long the engine takes to answer. */
    private Duration answer = Duration.ZERO;

    private boolean renewed = true;
    private final Tenure tenure = new Tenure(
            new Lease() {
                @Override
                public long token() {
                    return 1;
                }

                @Override
                public boolean renew() {
                    passes(answer);
                    return renewed;
                }

                @Override
                public void release() {}
            },
            "note",
            LEASE,
            clocks,
            clocks.now());

    private void passes(Duration time) {
        counts(time);
        tells(time);
    }

    private void counts(Duration time) {
        nanos += time.toNanos();
    }

    private void tells(Duration time) {
        wall = wall.plus(time);
    }

    @Test
    void aTenthIsLeftOffForClocksOfDifferentSpeed() {
        assertThat(tenure.remaining()).isEqualTo(Duration.ofSeconds(27));
        passes(Duration.ofSeconds(27));
        assertThat(tenure.isOver()).isTrue();
    }

    @Test
    void theTimeCountsFromBeforeTheRequestWasSent() {
        passes(Duration.ofSeconds(10));
        answer = Duration.ofSeconds(4);
        assertThat(tenure.renew()).isTrue();

        assertThat(tenure.remaining()).isEqualTo(Duration.ofSeconds(23));
    }

    @Test
    void aRenewalThatFailedProlongsNothing() {
        passes(Duration.ofSeconds(10));
        renewed = false;
        assertThat(tenure.renew()).isFalse();

        assertThat(tenure.remaining()).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void aHostThatSleptIsNoticedByItsWallClock() {
        counts(Duration.ofSeconds(1)); // the count stood still
        tells(Duration.ofMinutes(10));

        assertThat(tenure.isOver()).isTrue();
    }

    @Test
    void aWallClockThatWasSetBackIsNoticedByTheCount() {
        counts(Duration.ofSeconds(28));
        tells(Duration.ofHours(-1));

        assertThat(tenure.isOver()).isTrue();
    }

    @Test
    void anExchangeBeginsOnlyIfAThirdOfTheLeaseIsLeftForIt() {
        passes(Duration.ofSeconds(17));
        assertThat(tenure.mayBegin()).isTrue();
        passes(Duration.ofNanos(1));
        assertThat(tenure.mayBegin()).isFalse();
    }

    @Test
    void anExchangeEndsBeforeTheLeaseDoes() {
        FakeLocks locks = new FakeLocks(() -> wall);
        Tenures tenures = new Tenures(Cluster.of(locks.of("a"), "a"), clocks);
        Instant deadline = wall.plusSeconds(120);
        assertThat(tenures.latest(Set.of(0), deadline)).isEqualTo(wall);
        assertThat(tenures.refusal(Set.of(0))).contains("node a does not lead group g0, and sends nothing for it");

        tenures.begin(0, tenure);
        passes(Duration.ofSeconds(5));
        assertThat(tenures.refusal(Set.of(0))).isEmpty();
        assertThat(tenures.latest(Set.of(0), deadline)).isEqualTo(wall.plusSeconds(22));
        assertThat(tenures.latest(Set.of(0), wall.plusSeconds(3))).isEqualTo(wall.plusSeconds(3));
        assertThat(tenures.refusal(Set.of(0, 1))).isPresent();

        passes(Duration.ofSeconds(13));
        assertThat(tenures.refusal(Set.of(0)))
                .contains(
                        "the lease of node a for group g0 ends too soon for another request; the next is sent when the"
                                + " lease was renewed");
    }

    @Test
    void aGroupIsHandedBackAfterItsLastCallHasEnded() {
        Tenures tenures = new Tenures(Cluster.of(new FakeLocks(() -> wall).of("a"), "a"), clocks);
        tenures.begin(0, tenure);
        tenures.begins(Set.of(0));
        assertThat(tenures.leave(0)).isTrue();
        assertThat(tenures.idle()).isEmpty();
        assertThat(tenures.saves(0)).isTrue();

        tenures.ended(Set.of(0));
        assertThat(tenures.idle()).containsOnlyKeys(0);
    }

    @Test
    void aGroupIsNeverBetweenBeingLedAndBeingLeft() {
        Tenures tenures = new Tenures(Cluster.of(new FakeLocks(() -> wall).of("a"), "a"), clocks);
        tenures.begin(0, tenure);
        AtomicBoolean ends = new AtomicBoolean();
        CompletableFuture<Boolean> sawAGap = CompletableFuture.supplyAsync(() -> {
            boolean gap = false;
            while (!ends.get()) {
                gap |= !tenures.saves(0);
            }
            return gap;
        });
        for (int i = 0; i < 200_000; i++) {
            tenures.leave(0);
            tenures.begin(0, tenure);
        }
        ends.set(true);

        assertThat(sawAGap.join()).isFalse();
    }
}
