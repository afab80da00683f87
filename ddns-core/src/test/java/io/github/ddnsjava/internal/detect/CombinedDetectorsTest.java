package io.github.ddnsjava.internal.detect;

import static io.github.ddnsjava.IpFamily.IPV4;
import static io.github.ddnsjava.IpFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CombinedDetectorsTest {
    private final FakeContext context = new FakeContext();
    private final Map<String, IpDetector> detectors = new HashMap<>();

    private CombinedDetectorsTest says(String key, String operator, String... addresses) {
        detectors.put(key, new IpDetector() {
            @Override
            public Detection detect(IpFamily family, io.github.ddnsjava.detect.DetectionContext c) {
                Set<IpAddress> all = new java.util.TreeSet<>();
                List.of(addresses).forEach(address -> all.add(IpAddress.parse(address)));
                return new Detection.Found(
                        family,
                        all,
                        OptionalInt.empty(),
                        List.of(new SourceAnswer(key, operator, all, "", Duration.ZERO)),
                        false);
            }

            @Override
            public Set<String> operators(IpFamily family) {
                return Set.of(operator);
            }
        });
        return this;
    }

    private CombinedDetectorsTest absent(String key) {
        detectors.put(
                key,
                (family, c) -> Detection.absent(
                        family, key + " has none", SourceAnswer.failed(key, key, "none", Duration.ZERO)));
        return this;
    }

    private CombinedDetectorsTest fails(String key) {
        detectors.put(key, (family, c) -> {
            throw new DetectionException(
                    key + " failed", List.of(SourceAnswer.failed(key, key, "failed", Duration.ZERO)));
        });
        return this;
    }

    private IpDetector quorum(int agree, String... keys) {
        return QuorumDetector.of(
                Settings.at("detectors.all", Map.of("detectors", List.of(keys), "agree", agree)), detectors::get);
    }

    private static Set<IpAddress> addresses(Detection detection) {
        return ((Detection.Found) detection).addresses();
    }

    private IpDetector prefix(Map<String, ?> settings) {
        return PrefixDetector.of(Settings.at("detectors.lan", settings), detectors::get);
    }

    @Test
    @Tag("promise-2")
    void aQuorumBelievesWhatEnoughSay() throws Exception {
        says("a", "one", "9.9.9.9").says("b", "two", "6.6.6.6").says("c", "three", "9.9.9.9");

        assertThat(addresses(quorum(2, "a", "b", "c").detect(IPV4, context)))
                .containsExactly(IpAddress.parse("9.9.9.9"));
    }

    @Test
    @Tag("promise-2")
    void aQuorumHoldsAndTellsEveryAnswerWhereTooFewAgree() {
        says("a", "one", "9.9.9.9").says("b", "two", "6.6.6.6").fails("c");

        assertThatThrownBy(() -> quorum(2, "a", "b", "c").detect(IPV4, context))
                .hasMessageContaining("a: it answered [9.9.9.9]; b: it answered [6.6.6.6]; c: failed")
                .isInstanceOfSatisfying(
                        DetectionException.class, e -> assertThat(e.evidence()).hasSize(3));
    }

    @Test
    @Tag("promise-2")
    void oneOperatorInTwoDetectorsHasOneVote() {
        detectors.put(
                "a",
                (family, c) -> Detection.found(
                        IpAddress.parse("6.6.6.6"),
                        SourceAnswer.of("a", "one", IpAddress.parse("6.6.6.6"), Duration.ZERO)));
        detectors.put("b", detectors.get("a"));

        assertThatThrownBy(() -> quorum(2, "a", "b").detect(IPV4, context)).isInstanceOf(DetectionException.class);
    }

    @Test
    @Tag("promise-2")
    @Tag("promise-23")
    void aQuorumThatCannotBeReachedIsRefused() {
        says("a", "one", "9.9.9.9").says("b", "one", "9.9.9.9").absent("c");

        assertThatThrownBy(() -> quorum(3, "a", "b", "c"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("detectors.all.agree")
                .hasMessageContaining("2 independent operators");
        assertThatThrownBy(() -> quorum(3, "a", "c")).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aQuorumIsContentWithOneWhileNothingChanges() throws Exception {
        says("a", "one", "9.9.9.9").fails("b").fails("c");
        context.confirmed = Set.of(IpAddress.parse("9.9.9.9"));

        assertThat(addresses(quorum(2, "a", "b", "c").detect(IPV4, context))).isEqualTo(context.confirmed);
    }

    @Test
    void aQuorumSaysAbsentWhereEnoughSaySoAndNoneDisagrees() throws Exception {
        absent("a").absent("b").fails("c");
        assertThat(quorum(2, "a", "b", "c").detect(IPV4, context)).isInstanceOf(Detection.Absent.class);

        says("c", "three", "9.9.9.9");
        assertThatThrownBy(() -> quorum(2, "a", "b", "c").detect(IPV4, context)).isInstanceOf(DetectionException.class);
    }

    @Test
    void aUnionHasTheAddressesOfAllUplinks() throws Exception {
        says("a", "one", "9.9.9.9").says("b", "two", "8.8.8.8").absent("c");
        IpDetector union = UnionDetector.of(Settings.of("detectors", List.of("a", "b", "c")), detectors::get);

        assertThat(addresses(union.detect(IPV4, context)))
                .containsExactly(IpAddress.parse("8.8.8.8"), IpAddress.parse("9.9.9.9"));
    }

    @Test
    @Tag("promise-4")
    void aUnionDoesNotDropAnUplinkThatCannotBeToldUnlessItMay() throws Exception {
        says("a", "one", "9.9.9.9").fails("b");
        Settings settings = Settings.of("detectors", List.of("a", "b"));

        assertThatThrownBy(() -> UnionDetector.of(settings, detectors::get).detect(IPV4, context))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("b failed");
        assertThat(addresses(UnionDetector.of(settings.with("atLeast", 1), detectors::get)
                        .detect(IPV4, context)))
                .containsExactly(IpAddress.parse("9.9.9.9"));
    }

    @Test
    void aUnionSaysAbsentOnlyWhereAllSaySo() throws Exception {
        absent("a").absent("b");
        Settings settings = Settings.of("detectors", List.of("a", "b")).with("atLeast", 1);
        assertThat(UnionDetector.of(settings, detectors::get).detect(IPV4, context))
                .isInstanceOf(Detection.Absent.class);
        fails("b");
        assertThatThrownBy(() -> UnionDetector.of(settings, detectors::get).detect(IPV4, context))
                .isInstanceOf(DetectionException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "64, ::1:2:3:4, 2600:aaaa:bbbb:cccc:1:2:3:4",
        "56, ::12:0:0:0:5, 2600:aaaa:bbbb:cc12::5",
        "60, ::1, 2600:aaaa:bbbb:ccc0::1",
        "1, 7fff::1, 7fff::1",
        "127, ::1, 2600:aaaa:bbbb:cccc:dddd:eeee:ffff:1"
    })
    void joinsAPrefixOfAnyLengthWithAHostPart(int length, String host, String joined) throws Exception {
        says("wan", "one", "2600:aaaa:bbbb:cccc:dddd:eeee:ffff:0");

        assertThat(addresses(prefix(Map.of("detector", "wan", "length", length, "host", host))
                        .detect(IPV6, context)))
                .containsExactly(IpAddress.parse(joined));
    }

    @Test
    void makesTheHostPartOfAHardwareAddress() throws Exception {
        says("wan", "one", "2600:1:2:3::9");

        assertThat(addresses(prefix(Map.of("detector", "wan", "mac", List.of("00:53:00:12:34:56", "02-53-00-12-34-57")))
                        .detect(IPV6, context)))
                .containsExactly(
                        IpAddress.parse("2600:1:2:3:53:ff:fe12:3457"), IpAddress.parse("2600:1:2:3:253:ff:fe12:3456"));
    }

    @Test
    void keepsTheHostPartThatAnotherDetectorFinds() throws Exception {
        says("wan", "one", "2600:1:2:ff00::1").says("lan", "two", "2600:9:9:9911:a:b:c:d");

        assertThat(addresses(prefix(Map.of("detector", "wan", "length", 56, "hostOf", "lan"))
                        .detect(IPV6, context)))
                .containsExactly(IpAddress.parse("2600:1:2:ff11:a:b:c:d"));
    }

    @Test
    void hasNothingToJoinForIpv4AndPassesOnThatThereIsNone() throws Exception {
        absent("wan");
        IpDetector lan = prefix(Map.of("detector", "wan", "host", "::1"));

        assertThat(lan.detect(IPV4, context)).isInstanceOf(Detection.Absent.class);
        assertThat(lan.detect(IPV6, context)).isInstanceOf(Detection.Absent.class);
    }

    @Test
    void refusesAHostPartThatReachesIntoThePrefix() {
        says("wan", "one", "2600::1");

        assertThatThrownBy(() ->
                        prefix(Map.of("detector", "wan", "host", "::1:0:0:0:0")).detect(IPV6, context))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("bits within the prefix, whose length is 64");
        assertThatThrownBy(() -> prefix(Map.of("detector", "wan", "length", 80, "host", "::1:0:0:0")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("first 80 bits are zero");
    }

    @ParameterizedTest
    @CsvSource({
        "length, 0, detectors.lan.length",
        "length, 128, detectors.lan.length",
        "mac, 00:53:00:12:34, detectors.lan.mac",
        "host, 1.2.3.4, detectors.lan.host",
        "host, fe80::1%eth0, detectors.lan.host"
    })
    @Tag("promise-23")
    void refusesPrefixSettingsThatAreNone(String name, String value, String path) {
        says("wan", "one", "2600::1");
        Map<String, Object> settings = new HashMap<>(Map.of("detector", "wan"));
        if (name.equals("length")) {
            settings.put("host", "::1");
            settings.put(name, Integer.valueOf(value));
        } else {
            settings.put(name, value);
        }
        assertThatThrownBy(() -> prefix(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(path);
    }

    @Test
    @Tag("promise-23")
    void wantsOneWayToSayTheHostPart() {
        says("wan", "one", "2600::1");
        for (Map<String, ?> settings : List.of(
                Map.of("detector", "wan"), Map.of("detector", "wan", "host", "::1", "mac", "00:53:00:12:34:56"))) {
            assertThatThrownBy(() -> prefix(settings))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("one of \"host\", \"mac\" and \"hostOf\"");
        }
        assertThatThrownBy(() -> prefix(Map.of("detector", "wan", "length", 65, "mac", "00:53:00:12:34:56")))
                .hasMessageContaining("detectors.lan.length");
    }

    @Property
    void joinedBitsComeFromTheSideTheyBelongTo(
            @ForAll @Size(16) byte[] network,
            @ForAll @Size(16) byte[] host,
            @ForAll @IntRange(min = 1, max = 127) int length) {
        byte[] joined = PrefixDetector.join(IpAddress.of(network), IpAddress.of(host), length)
                .toBytes();
        for (int bit = 0; bit < 128; bit++) {
            byte[] side = bit < length ? network : host;
            int mask = 0x80 >> bit % 8;
            assertThat(joined[bit / 8] & mask).isEqualTo(side[bit / 8] & mask);
        }
    }
}
