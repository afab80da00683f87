package io.github.ddnsjava.coordination;

/** A cluster of processes whose leases are in PostgreSQL. */
class ClusterPostgresTest extends ClusterCases {
    @Override
    ScenarioEngine engine() throws Exception {
        return ScenarioEngines.postgres();
    }
}
