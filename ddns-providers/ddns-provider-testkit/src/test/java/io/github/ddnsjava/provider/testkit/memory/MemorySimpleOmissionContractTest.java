package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.publish.Abilities;

/** A provider that cannot be read; its families: {@link Abilities.Joint#OMISSION_CHANGES}. */
class MemorySimpleOmissionContractTest extends SimpleContract {
    MemorySimpleOmissionContractTest() {
        super(Abilities.Joint.OMISSION_CHANGES, 20);
    }
}
