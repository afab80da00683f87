package io.github.ddnsjava.coordination;

import org.junit.jupiter.api.Tag;

/** A cluster of processes whose leases are in H2. */
@Tag("servers")
@Tag("promise-24")
class ClusterH2Test extends ClusterCases {
    @Override
    ScenarioEngine engine() throws Exception {
        return ScenarioEngine.h2();
    }
}
