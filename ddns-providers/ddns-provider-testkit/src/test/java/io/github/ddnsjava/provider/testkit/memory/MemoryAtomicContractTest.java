package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.publish.Abilities;
import org.junit.jupiter.api.Tag;

/** Several record sets in one call, all or nothing. */
@Tag("promise-11")
@Tag("promise-12")
@Tag("promise-13")
class MemoryAtomicContractTest extends MemoryContract {
    MemoryAtomicContractTest() {
        super(MemoryProvider.everyAbility().batch(new Abilities.Batch(100, true)));
    }
}
