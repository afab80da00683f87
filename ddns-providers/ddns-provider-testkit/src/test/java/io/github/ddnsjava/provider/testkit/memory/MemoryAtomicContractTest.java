package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.publish.Abilities;

/** Several record sets in one call, all or nothing. */
class MemoryAtomicContractTest extends MemoryContract {
    MemoryAtomicContractTest() {
        super(MemoryProvider.everyAbility().batch(new Abilities.Batch(100, true)));
    }
}
