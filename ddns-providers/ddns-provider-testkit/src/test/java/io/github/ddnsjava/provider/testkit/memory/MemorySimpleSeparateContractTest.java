package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.publish.Abilities;

/** A provider that cannot be read; its families: {@link Abilities.Joint#SEPARATE}. */
class MemorySimpleSeparateContractTest extends SimpleContract {
    MemorySimpleSeparateContractTest() {
        super(Abilities.Joint.SEPARATE, 20);
    }
}
