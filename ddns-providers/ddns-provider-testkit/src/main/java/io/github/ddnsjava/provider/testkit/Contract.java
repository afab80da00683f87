package io.github.ddnsjava.provider.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/** Chooses the cases of a contract, and compares what decides about them with what is pinned. */
final class Contract {
    private Contract() {}

    /**
     * Tells whether only a quick look is asked for ({@code -Dddns.contract=quick}): each wrong answer comes to a write, and not
     * to the first request as well; no answer trickles; and of what a case repeats for many statuses or cuts, some are left
     * out. That saves three quarters of the time that the cases wait.
     */
    static boolean isQuick() {
        return "quick".equals(System.getProperty("ddns.contract")) || isSample();
    }

    /**
     * Tells whether only samples are asked for ({@code -Dddns.contract=sample}): of the cases of each provider an eighth, which
     * is another one for each harness and always the same. That is for a build with many providers, in which each case then
     * still runs often.
     */
    private static boolean isSample() {
        return "sample".equals(System.getProperty("ddns.contract"));
    }

    private static boolean isChosen(ContractCase contractCase, DnsProviderContract harness) {
        String both = contractCase.name() + harness.getClass().getName();
        return !isSample() || Math.floorMod(both.hashCode(), 8) == 0;
    }

    static Set<Trait> traits(DnsProviderContract harness) throws Exception {
        harness.reset();
        return Trait.of(harness, harness.provider().abilities());
    }

    /** One test for each case of a provider, and one for its pinned traits. */
    static Stream<DynamicTest> tests(DnsProviderContract harness) throws Exception {
        Set<Trait> traits = traits(harness);
        DynamicTest pinned = DynamicTest.dynamicTest(
                "what decides about the cases is what is pinned",
                () -> comparePinned(
                        harness, traits.stream().map(Trait::toString).toList()));
        List<ContractCase> cases = Cases.of(harness, traits).stream()
                .filter(contractCase -> isChosen(contractCase, harness))
                .toList();
        return Stream.concat(running(cases, new ArrayList<>()), Stream.of(pinned));
    }

    /** One test for each case of a detector or a leadership, and one for the pinned list of their names. */
    static Stream<DynamicTest> tests(Object harness, List<ContractCase> all) {
        List<String> ran = new ArrayList<>();
        DynamicTest pinned =
                DynamicTest.dynamicTest("the cases that ran are the pinned ones", () -> comparePinned(harness, ran));
        return Stream.concat(running(all, ran), Stream.of(pinned));
    }

    private static Stream<DynamicTest> running(List<ContractCase> all, List<String> ran) {
        return all.stream()
                .map(contractCase -> DynamicTest.dynamicTest(contractCase.name(), () -> {
                    ran.add(contractCase.name());
                    contractCase.check().run();
                }));
    }

    static void comparePinned(Object harness, Collection<String> found) {
        String file = "/contract/" + harness.getClass().getSimpleName() + ".txt";
        Set<String> pinned = pinned(harness.getClass(), file).orElse(Set.of());
        if (pinned.equals(new LinkedHashSet<>(found))) {
            return;
        }
        Assertions.fail(
                "The test resource %s differs from what was found.%nPinned, but not found:%n%s%n"
                        + "Found, but not pinned:%n%s%nIf that is meant, this is the whole file:%n%s",
                file,
                lines(pinned.stream().filter(name -> !found.contains(name))),
                lines(found.stream().filter(name -> !pinned.contains(name))),
                lines(found.stream()));
    }

    private static String lines(Stream<String> names) {
        return names.collect(Collectors.joining(System.lineSeparator()));
    }

    static Optional<Set<String>> pinned(Class<?> test, String file) {
        try (InputStream in = test.getResourceAsStream(file)) {
            if (in == null) {
                return Optional.empty();
            }
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toCollection(LinkedHashSet::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
