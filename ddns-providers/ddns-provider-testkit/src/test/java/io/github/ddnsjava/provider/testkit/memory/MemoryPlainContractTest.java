package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.publish.Abilities;
import java.util.EnumSet;

/** The least that a provider with zones can do: AAAA only, one value, no batch, no withdrawal, no attribute. */
class MemoryPlainContractTest extends MemoryContract {
    MemoryPlainContractTest() {
        super(Abilities.builder().read().families(EnumSet.of(IpFamily.IPV6)));
    }
}
