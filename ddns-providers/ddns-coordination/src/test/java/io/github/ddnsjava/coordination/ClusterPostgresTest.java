package io.github.ddnsjava.coordination;

import org.junit.jupiter.api.Tag;

/** A cluster of processes whose leases are in PostgreSQL. */
@Tag("servers")
@Tag("thorough")
@Tag("promise-24")
class ClusterPostgresTest extends ClusterCases {
    @Override
    ScenarioEngine engine() throws Exception {
        return ScenarioEngine.postgres();
    }
}
