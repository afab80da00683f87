package io.github.ddnsjava.coordination;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.provider.testkit.LeadershipContract;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The contract over etcd. */
interface EtcdContract extends LeadershipContract.Hostile {
    /** Returns the line to it. */
    Wire wire();

    /** Returns where it is. */
    URI endpoint();

    @Override
    default Leadership leadership(String node) {
        return skewed(node, Duration.ZERO);
    }

    @Override
    default Leadership skewed(String node, Duration by) {
        return new EtcdLeadership(List.of(endpoint()), node, wire().context(by));
    }

    @Override
    default void goesAway() {
        wire().cut();
    }

    @Override
    default void comesBack() {
        wire().mend();
    }

    @Override
    default void answersAll(int status, String body) {
        wire().answerAll(status, body);
    }
}
