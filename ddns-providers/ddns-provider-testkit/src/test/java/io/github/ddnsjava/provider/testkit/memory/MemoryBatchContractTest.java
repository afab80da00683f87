package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.publish.Abilities;

/** Several record sets in one call, which does what it can. */
class MemoryBatchContractTest extends MemoryContract {
    MemoryBatchContractTest() {
        super(MemoryProvider.everyAbility().batch(new Abilities.Batch(100, false)));
    }
}
