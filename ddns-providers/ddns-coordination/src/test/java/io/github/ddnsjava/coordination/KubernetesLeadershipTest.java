package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to Kubernetes. */
class KubernetesLeadershipTest {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final String OTHER = "c0ffee";

    private final AtomicReference<String> token = new AtomicReference<>("first");
    private final FakeKubernetes kubernetes = new FakeKubernetes(token::get);
    private final AtomicLong nanos = new AtomicLong();

    private KubernetesLeadership leadership(HttpTransport http, Secret secret, String node) {
        KubernetesApi api = new KubernetesApi(
                URI.create("https://kubernetes.test:6443"),
                "home",
                Optional.of(secret),
                http,
                new Wire(http).context(Duration.ZERO).clock());
        return new KubernetesLeadership(api, node, nanos::get);
    }

    private KubernetesLeadership leadership(String node) {
        return leadership(kubernetes, Secret.of("first"), node);
    }

    private static Lease taken(KubernetesLeadership by) {
        return by.tryAcquire("g0", "note", TIME).orElseThrow();
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aNodeThatIsNewWaitsAWholeLeaseWhateverTheTimesInTheObjectSay() {
        taken(leadership("a"));
        kubernetes.edit("g0", lease -> lease.withObject("/spec").put("renewTime", "2001-01-01T00:00:00.000000Z"));
        KubernetesLeadership b = leadership("b");
        assertThat(b.tryAcquire("g0", "", TIME)).isEmpty();
        passes(TIME.minusMillis(1));
        assertThat(b.tryAcquire("g0", "", TIME)).isEmpty();
        passes(Duration.ofMillis(1));
        assertThat(b.tryAcquire("g0", "", TIME)).isPresent();
    }

    @Test
    void eachRenewalThatIsSeenBeginsTheWaitAgain() {
        Lease lease = taken(leadership("a"));
        KubernetesLeadership b = leadership("b");
        for (int i = 0; i < 10; i++) {
            passes(TIME.dividedBy(2));
            assertThat(lease.renew()).isTrue();
            assertThat(b.leases("g")).hasValueSatisfying(all -> assertThat(all).containsKey("g0"));
            assertThat(b.tryAcquire("g0", "", TIME)).isEmpty();
        }
    }

    @Test
    void lookingAtTheListCountsAsWatching() {
        taken(leadership("a"));
        KubernetesLeadership b = leadership("b");
        b.leases("g");
        passes(TIME);
        assertThat(b.tryAcquire("g0", "", TIME)).isPresent();
    }

    @Test
    void waitsForTheTimeOfTheHolderAndNotForItsOwn() {
        taken(leadership("a"));
        KubernetesLeadership b = leadership("b");
        assertThat(b.tryAcquire("g0", "", Duration.ofSeconds(15))).isEmpty();
        passes(Duration.ofSeconds(20));
        assertThat(b.tryAcquire("g0", "", Duration.ofSeconds(15))).isEmpty();
    }

    @Test
    void aRenewalWhoseAnswerWasLostIsRepeated() {
        AtomicBoolean loses = new AtomicBoolean();
        HttpTransport losing = request -> {
            HttpTransport.Answer answer = kubernetes.exchange(request);
            if (loses.getAndSet(false)) {
                throw TransientException.unknownOutcome("connection reset", null);
            }
            return answer;
        };
        Lease lease = taken(leadership(losing, Secret.of("first"), "a"));
        loses.set(true);
        assertThatThrownBy(lease::renew).isInstanceOf(TransientException.class);
        assertThat(lease.renew()).isTrue();
    }

    @Test
    void whatOthersWriteIntoTheObjectStays() {
        Lease lease = taken(leadership("a"));
        kubernetes.edit("g0", object -> object.withObject("/metadata/labels").put("team", "home"));
        assertThat(lease.renew()).isTrue();
        lease.release();
        taken(leadership("b"));
        assertThat(kubernetes.lease("g0").at("/metadata/labels/team").asText()).isEqualTo("home");
    }

    @Test
    void aLeaseThatAPersonGaveToSomebodyElseIsLost() {
        Lease lease = taken(leadership("a"));
        kubernetes.edit("g0", object -> object.withObject("/spec").put("holderIdentity", "b/" + OTHER));
        assertThat(lease.renew()).isFalse();
        lease.release();
        assertThat(kubernetes.lease("g0").at("/spec/holderIdentity").asText()).isEqualTo("b/" + OTHER);
    }

    @Test
    void aLeaseThatWasDeletedIsLost() {
        Lease lease = taken(leadership("a"));
        kubernetes.delete("g0");
        assertThat(lease.renew()).isFalse();
    }

    @Test
    void aTokenIsReadAgainAtEachCall(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        Lease lease = taken(leadership(kubernetes, Secret.file(file), "a"));
        token.set("second");
        assertThatThrownBy(lease::renew)
                .isInstanceOf(AuthenticationException.class)
                .hasMessageNotContaining("first");
        Files.writeString(file, "second\n");
        assertThat(lease.renew()).isTrue();
    }

    @Test
    void missingRightsAreNamed() {
        HttpTransport forbids = request -> Wire.json(403, "{\"kind\":\"Status\",\"reason\":\"Forbidden\"}");
        assertThatThrownBy(() -> leadership(forbids, Secret.of("first"), "a").tryAcquire("g0", "", TIME))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("get, list, create and update");
    }

    @Test
    void aNameThatNoObjectCanHaveIsRefused() {
        assertThatThrownBy(() -> leadership("a").tryAcquire("Home-g0", "", TIME))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("lower case");
    }

    @Test
    void isNamedByItsServerAndNamespace() {
        assertThat(leadership("a")).hasToString("Kubernetes kubernetes.test:6443 home");
    }
}
