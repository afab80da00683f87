package io.github.ddnsjava.coordination;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.provider.testkit.LeadershipContract;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The contract over a fake of Kubernetes. All nodes have one monotonic clock, which the test moves. */
class KubernetesContractTest implements LeadershipContract.Hostile {
    private final Wire wire = new Wire(new FakeKubernetes(() -> "the-token"));
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(50).toNanos());

    @Override
    public Leadership leadership(String node) {
        return skewed(node, Duration.ZERO);
    }

    @Override
    public Leadership skewed(String node, Duration by) {
        KubernetesApi api = new KubernetesApi(
                URI.create("https://kubernetes.test"),
                "home",
                Optional.of(Secret.of("the-token")),
                wire,
                wire.context(by).clock());
        return new KubernetesLeadership(api, node, nanos::get);
    }

    @Override
    public void passes(String lease, Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public void goesAway() {
        wire.cut();
    }

    @Override
    public void comesBack() {
        wire.mend();
    }

    @Override
    public void answersAll(int status, String body) {
        wire.answerAll(status, body);
    }
}
