package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What is particular to etcd. */
class EtcdLeadershipTest {
    private static final URI FIRST = URI.create("http://one.test:2379");
    private static final URI SECOND = URI.create("http://two.test:2379");
    private static final Duration TIME = Duration.ofMillis(30_500);

    private final FakeEtcd etcd = new FakeEtcd();

    private static EtcdLeadership leadership(HttpTransport http, String node) {
        return new EtcdLeadership(List.of(FIRST, SECOND), node, new Wire(http).context(Duration.ZERO));
    }

    @Test
    void aLeaseTimeIsRoundedUpToWholeSeconds() {
        Wire wire = new Wire(etcd);
        leadership(wire, "a").tryAcquire("g0", "", TIME);
        assertThat(wire.asked())
                .filteredOn(request -> request.uri().getPath().endsWith("grant"))
                .extracting(Wire::body)
                .containsExactly("{\"TTL\":\"31\"}");
    }

    @Test
    void whoFindsALeaseHeldAsksOnce() {
        leadership(etcd, "a").tryAcquire("g0", "", TIME);
        Wire wire = new Wire(etcd);
        assertThat(leadership(wire, "b").tryAcquire("g0", "", TIME)).isEmpty();
        assertThat(wire.asked()).hasSize(1);
        assertThat(etcd.livingLeases()).isOne();
    }

    @Test
    void whoComesTooLateLeavesNoGrantBehind() {
        EtcdLeadership quicker = leadership(etcd, "b");
        HttpTransport between = request -> {
            if (request.uri().getPath().endsWith("txn")) {
                quicker.tryAcquire("g0", "", TIME);
            }
            return etcd.exchange(request);
        };
        assertThat(leadership(between, "a").tryAcquire("g0", "", TIME)).isEmpty();
        assertThat(etcd.livingLeases()).isOne();
    }

    @Test
    void aMemberThatDoesNotAnswerIsPassedOverAndNotAskedFirstAgain() {
        HttpTransport firstIsDown = request -> {
            if (request.uri().getHost().equals("one.test")) {
                throw TransientException.notSent("connection refused", null);
            }
            return etcd.exchange(request);
        };
        Wire wire = new Wire(firstIsDown);
        Lease lease = leadership(wire, "a").tryAcquire("g0", "", TIME).orElseThrow();
        wire.asked();
        assertThat(lease.renew()).isTrue();
        assertThat(wire.asked()).extracting(request -> request.uri().getHost()).containsOnly("two.test");
    }

    @Test
    void aMemberWithoutALeaderIsPassedOver() {
        HttpTransport firstHasNoLeader = request -> request.uri().getHost().equals("one.test")
                ? Wire.json(
                        503, "{\"error\":\"etcdserver: no leader\",\"message\":\"etcdserver: no leader\",\"code\":14}")
                : etcd.exchange(request);
        assertThat(leadership(firstHasNoLeader, "a").tryAcquire("g0", "", TIME)).isPresent();
    }

    @Test
    void aKeyThatWasCreatedByALostAnswerIsOurs() {
        AtomicBoolean once = new AtomicBoolean(true);
        HttpTransport losesTheAnswer = request -> {
            HttpTransport.Answer answer = etcd.exchange(request);
            if (request.uri().getPath().endsWith("txn") && once.getAndSet(false)) {
                throw TransientException.unknownOutcome("connection reset", null);
            }
            return answer;
        };
        Lease lease = leadership(losesTheAnswer, "a").tryAcquire("g0", "", TIME).orElseThrow();
        assertThat(lease.renew()).isTrue();
    }

    @Test
    void aKeyThatAPersonRemovedIsLostAlthoughItsLeaseLives() {
        Lease lease = leadership(etcd, "a").tryAcquire("g0", "", TIME).orElseThrow();
        etcd.delete("ddns/g0");
        assertThat(leadership(etcd, "b").tryAcquire("g0", "", TIME)).isPresent();
        assertThat(lease.renew()).isFalse();
    }

    @Test
    void aLeaseThatIsShorterThanAskedForIsNotUsed() {
        HttpTransport shortens = request -> request.uri().getPath().endsWith("grant")
                ? Wire.json(200, "{\"header\":{\"revision\":\"1\"},\"ID\":\"7\",\"TTL\":\"5\"}")
                : etcd.exchange(request);
        assertThatThrownBy(() -> leadership(shortens, "a").tryAcquire("g0", "", TIME))
                .hasMessageContaining("shorter than the 31 s");
    }

    @Test
    void isNamedByItsMembers() {
        assertThat(leadership(etcd, "a")).hasToString("etcd one.test:2379, two.test:2379");
    }
}
