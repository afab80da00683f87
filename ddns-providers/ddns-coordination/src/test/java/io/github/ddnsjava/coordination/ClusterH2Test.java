package io.github.ddnsjava.coordination;

/** A cluster of processes whose leases are in H2. */
class ClusterH2Test extends ClusterCases {
    @Override
    ScenarioEngine engine() throws Exception {
        return ScenarioEngines.h2();
    }
}
