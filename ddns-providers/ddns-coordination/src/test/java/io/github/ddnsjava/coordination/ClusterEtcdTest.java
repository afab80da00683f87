package io.github.ddnsjava.coordination;

import org.junit.jupiter.api.Tag;

/** A cluster of processes whose leases are in etcd. */
@Tag("servers")
@Tag("thorough")
@Tag("promise-24")
class ClusterEtcdTest extends ClusterCases {
    @Override
    ScenarioEngine engine() throws Exception {
        return ScenarioEngine.etcd();
    }
}
