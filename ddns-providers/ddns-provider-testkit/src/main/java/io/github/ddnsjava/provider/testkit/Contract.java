package io.github.ddnsjava.provider.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/** Chooses the cases of a contract, and compares those that ran with the pinned ones. */
final class Contract {
    private Contract() {}

    static List<ContractCase> cases(DnsProviderContract harness) throws Exception {
        harness.reset();
        Cases cases = new Cases(harness, harness.provider().abilities());
        CommonCases.addTo(cases);
        NameCases.addTo(cases);
        TruthCases.addTo(cases);
        JointCases.addTo(cases);
        ModeCases.addTo(cases);
        ScopeCases.addTo(cases);
        TicketCases.addTo(cases);
        if (harness instanceof ZoneProviderContract) {
            ValueCases.addTo(cases);
            ZoneCases.addTo(cases);
        }
        if (harness instanceof HttpProviderContract) {
            HttpCases.addTo(cases);
        }
        return cases.list();
    }

    static Stream<DynamicTest> tests(DnsProviderContract harness) throws Exception {
        return tests(harness, cases(harness));
    }

    static Stream<DynamicTest> tests(Object harness, List<ContractCase> all) {
        List<String> ran = new ArrayList<>();
        Stream<DynamicTest> cases = all.stream()
                .map(contractCase -> DynamicTest.dynamicTest(contractCase.name(), () -> {
                    ran.add(contractCase.name());
                    contractCase.check().run();
                }));
        DynamicTest pinned =
                DynamicTest.dynamicTest("the cases that ran are the pinned ones", () -> comparePinned(harness, ran));
        return Stream.concat(cases, Stream.of(pinned));
    }

    static void comparePinned(Object harness, List<String> ran) {
        String file = "/contract/" + harness.getClass().getSimpleName() + ".txt";
        Set<String> pinned = pinned(harness.getClass(), file).orElse(Set.of());
        if (pinned.equals(new LinkedHashSet<>(ran))) {
            return;
        }
        Assertions.fail(
                "The test resource %s does not list the cases that ran.%nPinned, but did not run:%n%s%n"
                        + "Ran, but not pinned (add these lines if that is meant):%n%s",
                file,
                lines(pinned.stream().filter(name -> !ran.contains(name))),
                lines(ran.stream().filter(name -> !pinned.contains(name))));
    }

    private static String lines(Stream<String> names) {
        return names.collect(Collectors.joining(System.lineSeparator()));
    }

    private static Optional<Set<String>> pinned(Class<?> test, String file) {
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
