package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.publish.Abilities;
import org.junit.jupiter.api.Tag;

/** Several record sets in one call, which does what it can. */
@Tag("promise-12")
@Tag("promise-13")
class MemoryBatchContractTest extends MemoryContract {
    MemoryBatchContractTest() {
        super(MemoryProvider.everyAbility().batch(new Abilities.Batch(100, false)));
    }
}
