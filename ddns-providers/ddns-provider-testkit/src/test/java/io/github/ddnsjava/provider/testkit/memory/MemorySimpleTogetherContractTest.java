package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.publish.Abilities;

/** A provider that cannot be read; its families: {@link Abilities.Joint#TOGETHER}. */
class MemorySimpleTogetherContractTest extends SimpleContract {
    MemorySimpleTogetherContractTest() {
        super(Abilities.Joint.TOGETHER, 1);
    }
}
