package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** What {@link IpDetectorContract} demands. */
final class DetectorCases {
    private static final IpAddress PUBLIC_4 = IpAddress.parse("9.9.9.9");
    private static final IpAddress PUBLIC_6 = IpAddress.parse("2620:fe:0:1::9");
    private static final List<String> REFUSED = List.of(
            "10.1.2.3",
            "100.64.1.2",
            "127.0.0.1",
            "192.0.2.1",
            "224.0.0.1",
            "fd00::1",
            "fe80::1",
            "::1",
            "2001:db8::1",
            "ff02::1");

    private final IpDetectorContract harness;
    private final List<ContractCase> cases = new ArrayList<>();

    private DetectorCases(IpDetectorContract harness) {
        this.harness = harness;
    }

    static List<ContractCase> of(IpDetectorContract harness) {
        DetectorCases cases = new DetectorCases(harness);
        for (IpFamily family : IpFamily.values()) {
            if (harness.families().contains(family)) {
                cases.addFor(family);
            }
        }
        if (harness.sourcesCanFail()) {
            cases.addFailures();
        }
        cases.addCommon();
        if (harness instanceof IpDetectorContract.Hostile hostile) {
            cases.addHostile(hostile);
        }
        return cases.cases;
    }

    private void add(String name, ContractCase.Check check) {
        cases.add(new ContractCase(name, check));
    }

    private IpAddress expected(IpFamily family) {
        return harness.expected(address(family));
    }

    private static IpAddress address(IpFamily family) {
        return family == IpFamily.IPV4 ? PUBLIC_4 : PUBLIC_6;
    }

    private Detection ask(IpFamily family) throws Exception {
        return harness.context().ask(harness.detector(), family);
    }

    private void addFor(IpFamily family) {
        add("finds the " + family + " address that its sources say", () -> {
            harness.sourcesSay(Set.of(address(family)));
            assertThat(ask(family))
                    .isInstanceOfSatisfying(
                            Detection.Found.class,
                            found -> assertThat(found.addresses()).containsExactly(expected(family)));
        });
        add("finds no " + family + " address where its sources have none", () -> {
            IpFamily other = family == IpFamily.IPV4 ? IpFamily.IPV6 : IpFamily.IPV4;
            harness.sourcesSay(Set.of(address(other)));
            assertNotFound(family);
        });
        add("no " + family + " address that must not be published gets through", () -> {
            for (String text : REFUSED) {
                IpAddress refused = IpAddress.parse(text);
                if (refused.family() == family) {
                    harness.sourcesSay(Set.of(refused));
                    assertNotFound(family);
                }
            }
        });
        add("tells each source and operator of an " + family + " address", () -> {
            harness.sourcesSay(Set.of(address(family)));
            Detection detection = ask(family);
            assertThat(detection.family()).isEqualTo(family);
            assertThat(detection.evidence()).isNotEmpty().allSatisfy(DetectorCases::assertComplete);
        });
        add("a second reading finds the same " + family + " address", () -> {
            harness.sourcesSay(Set.of(address(family)));
            IpDetector detector = harness.detector();
            Detection first = harness.context().ask(detector, family);
            Set<String> operators =
                    first.evidence().stream().map(SourceAnswer::operator).collect(Collectors.toSet());
            assertThat(harness.context().again(operators).ask(detector, family))
                    .isInstanceOfSatisfying(
                            Detection.Found.class,
                            found -> assertThat(found.addresses()).containsExactly(expected(family)));
        });
    }

    private static void assertComplete(SourceAnswer answer) {
        assertThat(answer.source()).isNotBlank();
        assertThat(answer.operator()).isNotBlank();
        assertThat(answer.elapsed().isNegative()).isFalse();
        assertThat(answer.addresses().isEmpty() && answer.message().isEmpty()).isFalse();
    }

    /** It may say that there is none, or that it cannot tell. */
    private void assertNotFound(IpFamily family) throws Exception {
        try {
            assertThat(ask(family)).isInstanceOf(Detection.Absent.class);
        } catch (DetectionException | ConfigurationException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private IpFamily anyFamily() {
        return harness.families().stream().sorted().findFirst().orElseThrow();
    }

    private void addFailures() {
        add("where its sources are out of order it fails, with a reason and what each said", () -> {
            harness.sourcesFail();
            assertThatThrownBy(() -> ask(anyFamily())).isInstanceOfSatisfying(DetectionException.class, e -> {
                assertThat(e.getMessage()).isNotBlank();
                assertThat(e.evidence()).isNotEmpty().allSatisfy(DetectorCases::assertComplete);
            });
        });
        add("finds its way back when its sources are in order again", () -> {
            IpDetector detector = harness.detector();
            harness.sourcesFail();
            assertThatThrownBy(() -> harness.context().ask(detector, anyFamily()))
                    .isInstanceOf(DetectionException.class);
            harness.sourcesSay(Set.of(address(anyFamily())));
            assertThat(harness.context().ask(detector, anyFamily())).isInstanceOf(Detection.Found.class);
        });
    }

    private void addCommon() {
        add("says the same to several threads at once", () -> {
            harness.sourcesSay(Set.of(address(anyFamily())));
            IpDetector detector = harness.detector();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                List<Future<Detection>> all = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    all.add(threads.submit(() -> harness.context().ask(detector, anyFamily())));
                }
                for (Future<Detection> each : all) {
                    assertThat(((Detection.Found) each.get()).addresses()).containsExactly(expected(anyFamily()));
                }
            } finally {
                threads.shutdownNow();
            }
        });
        add("ends at once when its thread is interrupted", () -> {
            if (harness.sourcesCanFail()) {
                harness.sourcesFail();
            } else {
                harness.sourcesSay(Set.of(address(anyFamily())));
            }
            IpDetector detector = harness.detector();
            long start = System.nanoTime();
            Thread.currentThread().interrupt();
            try {
                harness.context().withTimeout(Duration.ofHours(1)).ask(detector, anyFamily());
            } catch (InterruptedException | DetectionException expected) {
                // Either will do: what counts is the time.
            } finally {
                Thread.interrupted();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(2));
        });
        add("what it watches can be left, and left twice", () -> {
            IpDetector.Subscription watch = harness.detector().watch(() -> {});
            watch.close();
            watch.close();
        });
        add("the operators that it tells before it asks are those of its answers", () -> {
            harness.sourcesSay(Set.of(address(anyFamily())));
            Set<String> told = harness.detector().operators(anyFamily());
            if (!told.isEmpty()) {
                assertThat(told)
                        .containsAll(ask(anyFamily()).evidence().stream()
                                .map(SourceAnswer::operator)
                                .toList());
            }
        });
    }

    private void addHostile(IpDetectorContract.Hostile hostile) {
        Random random = new Random(20260101);
        byte[] noise = new byte[300];
        random.nextBytes(noise);
        Map<String, byte[]> answers = Map.of(
                "nothing",
                new byte[0],
                "zeros",
                new byte[64],
                "noise",
                noise,
                "half an address",
                text("9.9.9."),
                "two addresses",
                text("9.9.9.9 8.8.8.8"),
                "a web page",
                text("<!DOCTYPE html><html><body>Log in</body></html>"),
                "a number that parsers take for an address",
                text("151587081"),
                "far too much",
                new byte[60_000]);
        answers.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(answer -> {
            add("believes no source that answers " + answer.getKey(), () -> {
                hostile.sourcesSay(answer.getValue());
                TestDetection context = harness.context().withTimeout(Duration.ofSeconds(1));
                try {
                    assertThat(context.ask(harness.detector(), anyFamily())).isInstanceOf(Detection.Absent.class);
                } catch (DetectionException e) {
                    assertThat(e.getMessage()).isNotBlank().doesNotContain("DOCTYPE");
                }
            });
        });
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
