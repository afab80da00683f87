package io.github.ddnsjava.internal.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.cluster.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is meant for whom, as one node sees it. */
@Tag("promise-24")
class PeersTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private long nanos = 5_000_000_000L;
    private final Cluster cluster = Cluster.of(new FakeLocks(() -> Instant.EPOCH).of("b"), "b")
            .withLease(LEASE)
            .withPreferred("a", Duration.ofMinutes(1));
    private final Peers peers = new Peers(cluster, new Clocks(() -> nanos, () -> Instant.EPOCH));

    private void passes(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void whatTheNodeThatItIsMeantForDoesNotTakeForALeaseIsForAnyNode() {
        peers.alive(Set.of("a", "b"));
        peers.free(0);
        passes(LEASE.minusSeconds(1));
        assertThat(peers.isOurs(0)).isFalse();
        passes(Duration.ofSeconds(1));
        assertThat(peers.isOurs(0)).isTrue();
    }

    @Test
    void aLeaseThatIsTakenAndGivenBackAtOnceDoesNotBeginTheWaitAnew() {
        peers.alive(Set.of("a", "b"));
        peers.free(0);
        passes(Duration.ofSeconds(10));
        peers.held(0);
        passes(Duration.ofSeconds(10));
        peers.free(0);
        passes(Duration.ofSeconds(10));

        assertThat(peers.isOurs(0)).isTrue();
    }

    @Test
    void aLeaseThatIsHeldBeginsTheWaitAnew() {
        peers.alive(Set.of("a", "b"));
        peers.free(0);
        passes(Duration.ofSeconds(10));
        peers.held(0);
        passes(Duration.ofSeconds(10));
        peers.held(0);
        passes(Duration.ofSeconds(10));
        peers.free(0);

        assertThat(peers.isOurs(0)).isFalse();
    }
}
