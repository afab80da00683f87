package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.memory.MemorySimpleProvider;
import io.github.ddnsjava.provider.testkit.sample.SampleContract;
import io.github.ddnsjava.provider.testkit.sample.SampleFake;
import io.github.ddnsjava.provider.testkit.sample.SampleProvider;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

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

    private static final class Requests extends SampleContract {
        private final boolean writes;

        Requests(boolean writes) {
            super(SampleProvider::new);
            this.writes = writes;
        }

        @Override
        public boolean isWrite(Request request) {
            return writes;
        }

        /** One of the names is a secret, and its beginning is another. */
        @Override
        public Set<String> secrets() {
            return Set.of(SampleFake.TOKEN, "fir", "first");
        }
    }

    private static AbstractThrowableAssert<?, ?> failing(boolean writes, String name) throws Exception {
        try (Requests harness = new Requests(writes)) {
            ContractCase found = DnsProviderContract.cases(harness).stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            return assertThatThrownBy(() -> found.check().run())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith(name + ": ")
                    .hasMessageContaining("isWrite");
        }
    }

    @Test
    void whatCountsAsAWriteAndShouldNotBeSentIsListedInOrderAndWithoutSecrets() throws Exception {
        failing(true, "reads record sets in the order of the questions")
                .hasMessageMatching("(?s).*\\[\"GET /names/second.example.com/A\",\\s+"
                        + "\"GET /names/third.example.com/A\",\\s+\"GET /names/….example.com/A\"].*");
        failing(true, "plans in a dry run, and writes nothing")
                .hasMessageContaining("[\"GET /names/home.example.com/A\"]");
    }

    @Test
    void whereNoRequestCountsAsAWriteAllAreListed() throws Exception {
        failing(false, "writes a touch although the address is right")
                .hasMessageContaining("All requests: [PUT /names/home.example.com/A]");
    }

    @Test
    void aCaseNamesItselfWhateverItThrowsAndKeepsTheCause() {
        for (Throwable cause : List.of(
                new AssertionError("thrown by the check"),
                new NullPointerException("thrown by the check"),
                new ConfigurationException("a.b", "thrown by the check", "c"),
                new IOException("thrown by the check"),
                new NoClassDefFoundError("thrown by the check"))) {
            assertThatThrownBy(() -> throwing(cause).check().run())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("does what it should: ")
                    .hasMessageContaining("thrown by the check")
                    .hasCause(cause);
        }
    }

    /** Such as a case for a program that is not installed. */
    @Test
    void aCaseThatIsSkippedStaysSkipped() {
        TestAbortedException skipped = new TestAbortedException("not installed");
        assertThatThrownBy(() -> throwing(skipped).check().run()).isSameAs(skipped);
    }

    private static ContractCase throwing(Throwable cause) {
        return new ContractCase("does what it should", () -> {
            if (cause instanceof Error error) {
                throw error;
            }
            throw (Exception) cause;
        });
    }

    @Test
    void eachTraitIsNeededByACase() {
        assertThat(Cases.all().stream().flatMap(one -> one.needs().stream())).contains(Trait.values());
    }
}
