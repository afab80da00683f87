package io.github.ddnsjava.coordination;

/** A cluster of processes whose leases are in etcd. */
class ClusterEtcdTest extends ClusterCases {
    @Override
    ScenarioEngine engine() throws Exception {
        return ScenarioEngines.etcd();
    }
}
