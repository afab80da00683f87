package io.github.ddnsjava.coordination;

import org.junit.jupiter.api.Tag;

/** A cluster of processes whose leases are in MariaDB. */
@Tag("servers")
@Tag("thorough")
@Tag("promise-24")
class ClusterMariaDbTest extends ClusterCases {
    @Override
    ScenarioEngine engine() throws Exception {
        return ScenarioEngine.mariaDb();
    }
}
