package io.github.ddnsjava.internal.detect;

import static io.github.ddnsjava.IpFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FirstOfDetectorTest {
    private static final IpAddress NINE = IpAddress.parse("9.9.9.9");

    private final FakeContext context = new FakeContext();

    private static IpDetector found(String source) {
        return (family, context) -> Detection.found(NINE, SourceAnswer.of(source, source, NINE, Duration.ZERO));
    }

    private static IpDetector absent(String reason) {
        return (family, context) ->
                Detection.absent(family, reason, SourceAnswer.failed(reason, reason, reason, Duration.ZERO));
    }

    private static IpDetector failing(String reason) {
        return (family, context) -> {
            throw new DetectionException(reason, List.of(SourceAnswer.failed(reason, reason, reason, Duration.ZERO)));
        };
    }

    private static List<String> sources(List<SourceAnswer> evidence) {
        return evidence.stream().map(SourceAnswer::source).toList();
    }

    @Test
    void takesTheFirstAddressAndAsksNoFurther() throws Exception {
        Detection detection = IpDetectors.firstOf(failing("down"), absent("none"), found("two"), failing("never"))
                .detect(IPV4, context);

        assertThat(((Detection.Found) detection).addresses()).containsExactly(NINE);
        assertThat(sources(detection.evidence())).containsExactly("down", "none", "two");
    }

    @Test
    void keepsWhetherTheAddressIsCertain() throws Exception {
        assertThat(IpDetectors.firstOf(failing("down"), IpDetectors.staticAddresses(NINE))
                        .detect(IPV4, context))
                .isInstanceOfSatisfying(
                        Detection.Found.class,
                        found -> assertThat(found.certain()).isTrue());
        assertThat(IpDetectors.firstOf(found("one")).detect(IPV4, context))
                .isInstanceOfSatisfying(
                        Detection.Found.class,
                        found -> assertThat(found.certain()).isFalse());
    }

    @Test
    void saysAbsentOnlyWhereAllSaySo() throws Exception {
        assertThat(IpDetectors.firstOf(absent("a"), absent("b")).detect(IPV4, context))
                .isInstanceOfSatisfying(Detection.Absent.class, absent -> {
                    assertThat(absent.reason()).isEqualTo("a; b");
                    assertThat(sources(absent.evidence())).containsExactly("a", "b");
                });
        assertThatThrownBy(() -> IpDetectors.firstOf(absent("a"), failing("b")).detect(IPV4, context))
                .isInstanceOf(DetectionException.class)
                .hasMessage("b")
                .satisfies(e ->
                        assertThat(sources(((DetectionException) e).evidence())).containsExactly("a", "b"));
    }

    @Test
    void allowsWhatAnyOfThemAllows() {
        IpDetector ten = new StaticDetector(Set.of(NINE), Set.of(Cidr.parse("10.0.0.0/8")));
        IpDetector ula = new StaticDetector(Set.of(NINE), Set.of(Cidr.parse("fd00::/8")));

        assertThat(IpDetectors.firstOf(ten, ula).allow())
                .containsExactlyInAnyOrder(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8"));
    }

    @Test
    void announcesWhatAnyOfThemAnnounces() {
        List<String> calls = new ArrayList<>();
        IpDetector.Subscription subscription = IpDetectors.firstOf(watched("one", calls), watched("two", calls))
                .watch(() -> calls.add("changed"));
        subscription.close();

        assertThat(calls).containsExactly("changed", "changed", "one ended", "two ended");
    }

    @Test
    @Tag("promise-19")
    void endsEveryWatchAlthoughOneDoesNotEnd() {
        List<String> calls = new ArrayList<>();
        IpDetector bad = new IpDetector() {
            @Override
            public Detection detect(IpFamily family, DetectionContext context) {
                throw new AssertionError();
            }

            @Override
            public Subscription watch(Runnable changed) {
                return () -> {
                    throw new NoClassDefFoundError("of a plug-in");
                };
            }
        };
        IpDetector.Subscription subscription =
                IpDetectors.firstOf(bad, watched("two", calls)).watch(() -> {});

        assertThatThrownBy(subscription::close).isInstanceOf(IllegalStateException.class);
        assertThat(calls).contains("two ended");
    }

    private static IpDetector watched(String name, List<String> calls) {
        return new IpDetector() {
            @Override
            public Detection detect(IpFamily family, DetectionContext context) {
                throw new AssertionError();
            }

            @Override
            public Subscription watch(Runnable changed) {
                changed.run();
                return () -> calls.add(name + " ended");
            }
        };
    }

    @Test
    void findsDetectorsByKeyAndMakesThoseThatStandInline() throws Exception {
        Function<String, IpDetector> byKey = Map.of("down", failing("down"))::get;
        IpDetector detector = FirstOfDetector.of(
                Settings.at(
                        "detectors.any",
                        Map.of("detectors", List.of("down", Map.of("type", "static", "ipv4", "9.9.9.9")))),
                byKey);

        assertThat(sources(detector.detect(IPV4, context).evidence())).containsExactly("down", "static");
    }

    @Test
    @Tag("promise-23")
    void namesEveryWrongEntryAtOnce() {
        Settings settings = Settings.at(
                "detectors.any",
                Map.of("detectors", List.of(7, Map.of("type", "static", "ipv4", "x"), Map.of("ipv4", "9.9.9.9"))));

        assertThatThrownBy(() -> FirstOfDetector.of(settings, key -> found(key)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("detectors.any.detectors[0]: is 7")
                .hasMessageContaining("detectors.any.detectors[1].ipv4: is \"x\"")
                .hasMessageContaining("detectors.any.detectors[2].type: is missing");
    }

    @Test
    @Tag("promise-23")
    void wantsADetector() {
        assertThatThrownBy(() -> FirstOfDetector.of(
                        Settings.at("detectors.any", Map.of("detectors", List.of())), key -> found(key)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("detectors.any.detectors");
        assertThatThrownBy(IpDetectors::firstOf).isInstanceOf(ConfigurationException.class);
    }
}
