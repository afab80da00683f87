package io.github.ddnsjava.internal.detect;

import static io.github.ddnsjava.IpFamily.IPV4;
import static io.github.ddnsjava.IpFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceDetectorTest {
    /** As the kernel writes it: flags are the fifth column. */
    private static final List<String> IF_INET6 = List.of(
            "2a000001000200030211a2fffe334455 02 40 00 00     eth0",
            "2a0000010002000308b15c2fd1e6a977 02 40 00 01     eth0",
            "2a0000010002000300000000000000aa 02 40 00 40     eth0",
            "2a0000010002000300000000000000bb 02 40 00 c8     eth0",
            "2a0000010009000300000000000000cc 02 40 00 20     eth0",
            "fe800000000000000211a2fffe334455 02 40 20 80     eth0",
            "fd000000000000000000000000000002 02 40 00 80     eth0",
            "00000000000000000000000000000001 01 80 10 80       lo",
            "2a000001000200040000000000000001 0f 40 00 80 docker0",
            "a line of another kernel");

    private final FakeContext context = new FakeContext();

    private static LocalAddress address(String text, int prefixLength) {
        return new LocalAddress(IpAddress.parse(text), prefixLength, 0);
    }

    private static LocalInterface up(String name, int index, LocalAddress... addresses) {
        return new LocalInterface(name, name, index, true, List.of(addresses));
    }

    /** Makes interfaces of the sample, in the order of its lines. */
    private static List<LocalInterface> sample() {
        Map<String, Integer> flags = LocalInterface.flags(IF_INET6);
        List<LocalInterface> interfaces = new ArrayList<>();
        for (String name : List.of("eth0", "lo", "docker0")) {
            List<LocalAddress> addresses = flags.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(name + " "))
                    .map(entry -> new LocalAddress(
                            IpAddress.parse(entry.getKey().substring(name.length() + 1)), 64, entry.getValue()))
                    .toList();
            interfaces.add(new LocalInterface(name, name, interfaces.size() + 1, !name.equals("lo"), addresses));
        }
        return interfaces;
    }

    private Detection detect(Settings settings, IpFamily family, List<LocalInterface> interfaces) {
        return new InterfaceDetector(settings, () -> interfaces).detect(family, context);
    }

    private Detection detect(IpFamily family, LocalInterface... interfaces) {
        return detect(Settings.none(), family, List.of(interfaces));
    }

    private static String only(Detection detection) {
        Detection.Found found = (Detection.Found) detection;
        assertThat(found.certain()).isTrue();
        return found.addresses().iterator().next().toString();
    }

    @Test
    void readsTheFlagsThatTheJdkLeavesOut() {
        assertThat(LocalInterface.flags(IF_INET6))
                .hasSize(9)
                .containsEntry("eth0 2a00:1:2:3:8b1:5c2f:d1e6:a977", 0x01)
                .containsEntry("eth0 fe80::211:a2ff:fe33:4455", 0x80)
                .containsEntry("lo ::1", 0x80);
    }

    @Test
    void choosesTheStableAddressAmongTemporaryTentativeFailedAndDeprecatedOnes() {
        assertThat(only(detect(Settings.none(), IPV6, sample()))).isEqualTo("2a00:1:2:3:211:a2ff:fe33:4455");
    }

    @Test
    void choosesTheSameInWhateverOrderTheSystemLists() {
        List<LocalInterface> interfaces = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            interfaces.clear();
            for (LocalInterface each : sample()) {
                List<LocalAddress> shuffled = new ArrayList<>(each.addresses());
                Collections.shuffle(shuffled, random);
                interfaces.add(new LocalInterface(each.name(), each.name(), each.index(), each.usable(), shuffled));
            }
            Collections.shuffle(interfaces, random);
            assertThat(only(detect(Settings.none(), IPV6, interfaces))).isEqualTo("2a00:1:2:3:211:a2ff:fe33:4455");
        }
    }

    @Test
    void ranksAssignedThenHardwareThenInterfaceThenNumber() {
        LocalAddress temporary = new LocalAddress(IpAddress.parse("2a00::1"), 64, 0x01);
        LocalAddress privacy = address("2a00::7777:1:2:3", 64);
        LocalAddress higher = address("2a00::7777:1:2:4", 64);
        LocalAddress hardware = address("2a00::211:a2ff:fe33:4455", 64);
        LocalAddress leased = address("2a00::9999", 128);
        LocalAddress configured = new LocalAddress(IpAddress.parse("2a00::9998"), 64, 0x80);

        assertThat(only(detect(IPV6, up("eth0", 2, temporary, privacy)))).isEqualTo("2a00::7777:1:2:3");
        assertThat(only(detect(IPV6, up("eth0", 2, higher, privacy)))).isEqualTo("2a00::7777:1:2:3");
        assertThat(only(detect(IPV6, up("eth1", 3, privacy), up("eth0", 2, higher))))
                .isEqualTo("2a00::7777:1:2:4");
        assertThat(only(detect(IPV6, up("eth0", 2, privacy), up("eth1", 3, hardware))))
                .isEqualTo("2a00::211:a2ff:fe33:4455");
        assertThat(only(detect(IPV6, up("eth0", 2, hardware, leased)))).isEqualTo("2a00::9999");
        assertThat(only(detect(IPV6, up("eth0", 2, hardware, configured)))).isEqualTo("2a00::9998");
        assertThat(only(detect(IPV6, up("eth0", 2, temporary)))).isEqualTo("2a00::1");
    }

    /** Facts about two addresses of one kind, with what the system adds where it is asked. */
    private static InterfaceDetector.Facts facts(String added, String defaultRoute) {
        return new InterfaceDetector.Facts() {
            @Override
            public List<LocalInterface> read() {
                return List.of(up("eth0", 2, address("2a00:1::1", 64)), up("eth1", 3, address("2a00:2::1", 64)));
            }

            @Override
            public Map<IpAddress, AddressTraits> traits() {
                return AddressTraits.read(added);
            }

            @Override
            public Optional<String> defaultRoute(IpFamily family) {
                return Optional.of(defaultRoute);
            }
        };
    }

    private String chosen(String added, String defaultRoute) {
        return only(new InterfaceDetector(Settings.none(), facts(added, defaultRoute)).detect(IPV6, context));
    }

    @ParameterizedTest
    @ValueSource(strings = {"temporary", "deprecated", "tentative", "duplicated", "detached"})
    void asksTheSystemWhereItCannotTellAddressesApart(String word) {
        assertThat(chosen("inet6 2a00:1::1 prefixlen 64 autoconf " + word, "")).isEqualTo("2a00:2::1");
    }

    @Test
    void prefersTheInterfaceOfTheDefaultRoute() {
        assertThat(chosen("", "eth1")).isEqualTo("2a00:2::1");
        assertThat(chosen("", "tun0")).isEqualTo("2a00:1::1");
    }

    @Test
    void keepsWhatIsPublishedAmongEquals() {
        context.confirmed = Set.of(IpAddress.parse("2a00:2::1"));

        assertThat(chosen("", "")).isEqualTo("2a00:2::1");
        assertThat(chosen("inet6 2a00:2::1 prefixlen 64 deprecated", "")).isEqualTo("2a00:1::1");
    }

    @Test
    void leavesAPrefixThatTheRouterNoLongerRenews() {
        context.confirmed = Set.of(IpAddress.parse("2a00:1::1"));

        assertThat(chosen("inet6 2a00:1::1/64 preferred_lft 1700sec\ninet6 2a00:2::1/64 preferred_lft 1799sec", ""))
                .isEqualTo("2a00:1::1");
        assertThat(chosen("inet6 2a00:1::1/64 preferred_lft 800sec\ninet6 2a00:2::1/64 preferred_lft 1799sec", ""))
                .isEqualTo("2a00:2::1");
    }

    @Test
    void choosesNoneWhereTheSystemDoesNotAnswerInTime() {
        InterfaceDetector.Facts facts = new InterfaceDetector.Facts() {
            @Override
            public List<LocalInterface> read() throws IOException {
                return facts("", "").read();
            }

            @Override
            public Map<IpAddress, AddressTraits> traits() throws IOException {
                throw new IOException("it did not end within 10000 ms, and was killed");
            }
        };

        assertThatThrownBy(() -> new InterfaceDetector(Settings.none(), facts).detect(IPV6, context))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining(
                        "gave no answer: it did not end within 10000 ms, and was killed; if this lasts, set \"cidr\"");
    }

    @Test
    void runsNoProgramWhereTheKindDecides() {
        InterfaceDetector.Facts facts = new InterfaceDetector.Facts() {
            @Override
            public List<LocalInterface> read() {
                return sample();
            }

            @Override
            public Map<IpAddress, AddressTraits> traits() {
                throw new AssertionError("asked");
            }
        };

        assertThat(only(new InterfaceDetector(Settings.none(), facts).detect(IPV6, context)))
                .isEqualTo("2a00:1:2:3:211:a2ff:fe33:4455");
    }

    @Test
    void findsAPublicIpv4AddressWithItsPrefix() {
        Detection detection =
                detect(IPV4, up("eth0", 2, address("192.168.1.5", 24)), up("ppp0", 3, address("9.9.9.9", 32)));

        assertThat(only(detection)).isEqualTo("9.9.9.9");
        assertThat(((Detection.Found) detection).prefixLength()).isEqualTo(OptionalInt.of(32));
        assertThat(detection.evidence()).singleElement().satisfies(answer -> {
            assertThat(answer.source()).isEqualTo("interface ppp0");
            assertThat(answer.operator()).isEqualTo("this host");
        });
    }

    @Test
    void knowsNoPrefixWhereTheSystemGivesNone() {
        assertThat(((Detection.Found) detect(IPV4, up("net5", 2, address("9.9.9.9", 0)))).prefixLength())
                .isEmpty();
    }

    @Test
    @Tag("promise-1")
    void saysWhichAddressesItPassedOverAndWhy() {
        Detection detection =
                detect(IPV4, up("eth0", 2, address("192.168.1.5", 24), address("100.64.3.4", 10)), up("eth1", 3));

        assertThat(detection)
                .isInstanceOfSatisfying(
                        Detection.Absent.class,
                        absent -> assertThat(absent.reason())
                                .startsWith(
                                        "no network interface has a public ipv4 address (eth0: 192.168.1.5 is a private address")
                                .contains("eth0: 100.64.3.4 is a CGNAT address"));
    }

    @Test
    void publishesWhatIsAllowed() {
        assertThat(only(detect(
                        Settings.of("allow", "192.168.0.0/16"),
                        IPV4,
                        List.of(up("eth0", 2, address("192.168.1.5", 24))))))
                .isEqualTo("192.168.1.5");
    }

    @Test
    void picksTheAddressOfTheWantedBlock() {
        List<LocalInterface> interfaces =
                List.of(up("eth0", 2, address("2a00:1::1", 64), address("2a00:2::1", 64), address("9.9.9.9", 24)));

        assertThat(only(detect(Settings.of("cidr", "2a00:2::/32"), IPV6, interfaces)))
                .isEqualTo("2a00:2::1");
        assertThat(only(detect(Settings.of("cidr", "2a00:2::/32"), IPV4, interfaces)))
                .isEqualTo("9.9.9.9");
        assertThat(detect(Settings.of("cidr", "2a00:3::/32"), IPV6, interfaces))
                .isInstanceOfSatisfying(
                        Detection.Absent.class,
                        absent -> assertThat(absent.reason()).contains("2a00:1::1 is outside the wanted block"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker0",
                "br-1a2b3c",
                "veth12ab",
                "virbr0",
                "tailscale0",
                "wg0",
                "utun3",
                "ztabcdef",
                "tun0",
                "tap0",
                "vmnet8",
                "vEthernet (WSL)"
            })
    void passesOverBridgesAndTunnelsUnlessTheyAreNamed(String name) {
        LocalInterface virtual = up(name, 2, address("9.9.9.9", 24));

        assertThat(detect(IPV4, virtual)).isInstanceOf(Detection.Absent.class);
        assertThat(only(detect(Settings.of("name", name), IPV4, List.of(virtual))))
                .isEqualTo("9.9.9.9");
    }

    @Test
    void readsTheNamedInterfaceOnly() {
        List<LocalInterface> interfaces = List.of(
                up("eth0", 2, address("9.9.9.9", 24)),
                new LocalInterface("net5", "Intel(R) Wi-Fi", 3, true, List.of(address("8.8.8.8", 24))));

        assertThat(only(detect(Settings.of("name", "net5"), IPV4, interfaces))).isEqualTo("8.8.8.8");
        assertThat(only(detect(Settings.of("name", "Intel(R) Wi-Fi"), IPV4, interfaces)))
                .isEqualTo("8.8.8.8");
        assertThat(detect(Settings.of("name", "net5"), IPV6, interfaces)).isInstanceOf(Detection.Absent.class);
    }

    @Test
    void failsWhereTheNamedInterfaceIsMissingOrDown() {
        List<LocalInterface> interfaces = List.of(
                up("eth0", 2, address("9.9.9.9", 24)),
                new LocalInterface("ppp0", "ppp0", 3, false, List.of(address("8.8.8.8", 24))));

        assertThatThrownBy(() -> detect(Settings.of("name", "eth7"), IPV4, interfaces))
                .isInstanceOf(DetectionException.class)
                .hasMessage("there is no network interface eth7; there are [eth0, ppp0]");
        assertThatThrownBy(() -> detect(Settings.of("name", "ppp0"), IPV4, interfaces))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("ppp0 is down");
    }

    @Test
    void failsWhereTheSystemCannotBeAsked() {
        InterfaceDetector.Facts broken = () -> {
            throw new IOException("no such device");
        };

        assertThatThrownBy(() -> new InterfaceDetector(Settings.none(), broken).detect(IPV4, context))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("no such device");
    }

    @Test
    @Timeout(120)
    void announcesThatAnAddressOfAUsedInterfaceChanged() throws Exception {
        AtomicReference<List<LocalInterface>> now = new AtomicReference<>(
                List.of(up("eth0", 2, address("9.9.9.9", 24)), up("docker0", 3, address("172.17.0.1", 16))));
        CountDownLatch looks = new CountDownLatch(3);
        BlockingQueue<String> announced = new LinkedBlockingQueue<>();
        InterfaceDetector detector = new InterfaceDetector(Settings.none(), () -> {
            looks.countDown();
            return now.get();
        });
        try (IpDetector.Subscription watch =
                detector.watch(() -> announced.add(now.get().get(0).addresses().toString()))) {
            assertThat(watch).isNotNull();
            now.set(List.of(up("eth0", 2, address("9.9.9.9", 24)), up("docker0", 3)));
            looks.await();
            assertThat(announced).isEmpty();

            now.set(List.of(up("eth0", 2, address("8.8.8.8", 24))));
            assertThat(announced.take()).contains("8.8.8.8");
        }
        InterfaceDetector unwatched = new InterfaceDetector(Settings.of("watch", false), () -> {
            throw new AssertionError("looked");
        });
        unwatched.watch(() -> {}).close();
    }

    @Test
    @Tag("promise-23")
    void refusesABlockThatIsNone() {
        assertThatThrownBy(() -> InterfaceDetector.of(Settings.of("cidr", "eth0")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cidr");
    }

    @Test
    void readsThisHostWithoutZones() throws Exception {
        List<LocalInterface> own = LocalInterface.ofThisHost();

        assertThat(own).isNotEmpty();
        assertThat(own)
                .flatExtracting(LocalInterface::addresses)
                .extracting(each -> each.address().toString())
                .contains("127.0.0.1")
                .noneMatch(text -> text.contains("%"));
        assertThat(own).filteredOn(each -> each.name().equals("lo")).noneMatch(LocalInterface::usable);
        assertThat(IpDetectors.networkInterface().detect(IPV4, context).family())
                .isEqualTo(IPV4);
    }

    /** Elsewhere the address of the first look was kept for ever; here a whole updater follows it. */
    @Test
    @Tag("defect-19")
    @Tag("regression")
    void theInterfaceIsLookedAtInEveryCycle() throws InterruptedException {
        List<LocalInterface> now = new ArrayList<>();
        ProviderContext context = ProviderContext.standard();
        DnsProvider provider =
                new UpdateUrlProvider(
                        Settings.none(),
                        ProviderEndpoint.of(Settings.none(), "https://api.example", context)
                                .authorizedBy(Authorizer.none("owner")),
                        Abilities.builder().build()) {
                    @Override
                    protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) {
                        return call.all(updated());
                    }
                };
        try (Updater updater = Updater.builder()
                .detector(new InterfaceDetector(Settings.none(), () -> List.copyOf(now)))
                .provider(provider)
                .record("home.example.com", RecordType.A)
                .lookup((name, type) -> Optional.empty())
                .build()) {
            for (String address : List.of("93.184.216.1", "93.184.216.2", "93.184.216.1")) {
                now.clear();
                now.add(up("eth0", 1, address(address, 24)));
                assertThat(updater.runOnce().records().get(0).addresses()).containsExactly(IpAddress.parse(address));
            }
        }
    }
}
