package io.github.ddnsjava.provider.testkit.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.ContractCase;
import io.github.ddnsjava.provider.testkit.DnsProviderContract;
import io.github.ddnsjava.provider.testkit.memory.MemoryContract;
import io.github.ddnsjava.provider.testkit.memory.MemoryDns;
import io.github.ddnsjava.provider.testkit.memory.MemoryProvider;
import io.github.ddnsjava.provider.testkit.sample.SampleContract;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.assertj.core.api.ListAssert;

/** Runs the whole contract against a provider, and asserts which cases fail. Stateless and thread-safe. */
final class Failing {
    private Failing() {}

    /** Begins an assertion about the cases that fail. If they are others than expected, it shows how they failed. */
    static ListAssert<String> failing(DnsProviderContract harness) throws Exception {
        Map<String, Throwable> failures = new LinkedHashMap<>();
        for (ContractCase contractCase : DnsProviderContract.cases(harness)) {
            try {
                contractCase.check().run();
            } catch (AssertionError | Exception e) {
                failures.put(contractCase.name(), e);
            }
        }
        return assertThat(List.copyOf(failures.keySet())).as(() -> shown(failures));
    }

    private static String shown(Map<String, Throwable> failures) {
        StringWriter shown = new StringWriter();
        failures.forEach((name, failure) -> {
            shown.append(name).append(": ");
            failure.printStackTrace(new PrintWriter(shown, true));
        });
        return shown.toString();
    }

    static ListAssert<String> failing(BiFunction<MemoryDns, Abilities, DnsProvider> broken, boolean atomic)
            throws Exception {
        return failing(new MemoryContract(MemoryProvider.everyAbility().batch(new Abilities.Batch(100, atomic))) {
            @Override
            public DnsProvider provider() {
                return broken.apply(dns(), abilities());
            }
        });
    }

    static ListAssert<String> failingOverHttp(BiFunction<Settings, ProviderContext, DnsProvider> broken)
            throws Exception {
        try (SampleContract harness = new SampleContract(broken) {}) {
            return failing(harness);
        }
    }
}
