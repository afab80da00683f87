package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.memory.MemorySimpleProvider;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContractTest {
    /** Its cases are pinned in ThreeCases.txt. */
    private static class ThreeCases implements DnsProviderContract {
        @Override
        public void reset() {}

        @Override
        public DnsProvider provider() {
            return new MemorySimpleProvider(Abilities.Joint.SEPARATE);
        }

        @Override
        public void put(DnsName name, RecordType type, Set<IpAddress> addresses) {}

        @Override
        public Set<IpAddress> get(DnsName name, RecordType type) {
            return Set.of();
        }
    }

    @Test
    void acceptsTheCasesThatArePinned() {
        assertThatCode(() -> Contract.comparePinned(new ThreeCases(), List.of("one", "two", "three")))
                .doesNotThrowAnyException();
    }

    @Test
    void namesACaseThatVanished() {
        assertThatThrownBy(() -> Contract.comparePinned(new ThreeCases(), List.of("one", "three")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("/contract/ThreeCases.txt")
                .hasMessageMatching("(?s).*did not run:\\R+two\\R+Ran, but not pinned[^\\n]*\\R*");
    }

    @Test
    void namesACaseThatIsNew() {
        assertThatThrownBy(() -> Contract.comparePinned(new ThreeCases(), List.of("one", "two", "three", "four")))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("(?s).*did not run:\\R+Ran, but not pinned[^\\n]*\\R+four\\R*");
    }

    @Test
    void listsAllCasesWhereNoneArePinned() {
        DnsProviderContract unpinned = new ThreeCases() {};
        assertThatThrownBy(() -> Contract.comparePinned(unpinned, List.of("one", "two")))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("(?s).*\\Rone\\Rtwo");
    }

    @Test
    void refusesTwoCasesOfOneName() throws Exception {
        ThreeCases harness = new ThreeCases();
        Cases cases = new Cases(harness, harness.provider().abilities());
        cases.add("one", bench -> {});
        assertThatThrownBy(() -> cases.add("one", bench -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one");
    }
}
