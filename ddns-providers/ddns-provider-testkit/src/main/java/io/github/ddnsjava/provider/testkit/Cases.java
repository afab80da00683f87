package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.publish.Abilities;
import java.util.ArrayList;
import java.util.List;

/** The cases of one contract, being collected. Not thread-safe. */
final class Cases {
    /** What a case does on a fresh bench. */
    interface Body {
        void run(Bench bench) throws Exception;
    }

    private final DnsProviderContract harness;
    private final Abilities abilities;
    private final List<ContractCase> list = new ArrayList<>();

    Cases(DnsProviderContract harness, Abilities abilities) {
        this.harness = harness;
        this.abilities = abilities;
    }

    DnsProviderContract harness() {
        return harness;
    }

    Abilities abilities() {
        return abilities;
    }

    void add(String name, Body body) {
        if (list.stream().anyMatch(other -> other.name().equals(name))) {
            throw new IllegalStateException("two cases are called \"" + name + "\"");
        }
        list.add(new ContractCase(name, () -> body.run(Bench.fresh(harness))));
    }

    List<ContractCase> list() {
        return List.copyOf(list);
    }
}
