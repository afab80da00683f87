package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
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
    /** What it has is pinned in ThreeCases.txt. */
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
    void acceptsWhatIsPinned() {
        assertThatCode(() -> Contract.comparePinned(new ThreeCases(), List.of("one", "two", "three")))
                .doesNotThrowAnyException();
    }

    @Test
    void namesWhatVanished() {
        assertThatThrownBy(() -> Contract.comparePinned(new ThreeCases(), List.of("one", "three")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("/contract/ThreeCases.txt")
                .hasMessageMatching("(?s).*but not found:\\R+two\\R+Found, but not pinned:\\R+If that.*");
    }

    @Test
    void namesWhatIsNew() {
        assertThatThrownBy(() -> Contract.comparePinned(new ThreeCases(), List.of("one", "two", "three", "four")))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("(?s).*but not found:\\R+Found, but not pinned:\\R+four\\R+If that.*");
    }

    @Test
    void listsAllWhereNothingIsPinned() {
        DnsProviderContract unpinned = new ThreeCases() {};
        assertThatThrownBy(() -> Contract.comparePinned(unpinned, List.of("one", "two")))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("(?s).*\\Rone\\Rtwo");
    }

    @Test
    void refusesTwoCasesOfOneName() {
        Cases cases = new Cases();
        cases.add("one", bench -> {});
        assertThatThrownBy(() -> cases.add("one", bench -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one");
    }

    /** What a case needs decides for whom it runs: no case may lose providers unnoticed. */
    @Test
    void theCasesAreThePinnedOnes() {
        List<String> cases = Cases.all().stream().map(Cases.Case::toString).toList();
        Set<String> pinned =
                Contract.pinned(ContractTest.class, "/contract/cases.txt").orElse(Set.of());
        assertThat(String.join("\n", cases)).isEqualTo(String.join("\n", pinned));
    }

    @Test
    void eachTraitIsNeededByACase() {
        assertThat(Cases.all().stream().flatMap(one -> one.needs().stream())).contains(Trait.values());
    }
}
