package io.github.ddnsjava.coordination;

/** A cluster of processes whose leases are in MariaDB. */
class ClusterMariaDbTest extends ClusterCases {
    @Override
    ScenarioEngine engine() throws Exception {
        return ScenarioEngines.mariaDb();
    }
}
