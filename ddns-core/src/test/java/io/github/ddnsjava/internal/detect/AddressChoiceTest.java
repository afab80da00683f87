package io.github.ddnsjava.internal.detect;

import static io.github.ddnsjava.IpFamily.IPV4;
import static io.github.ddnsjava.IpFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lists of addresses as hosts have them, and the one that a person would choose. A line is an address:
 *
 * <pre>INTERFACE ADDRESS/LENGTH [WORD…] [SECONDS]</pre>
 *
 * with the words {@code temp}, {@code dep} (deprecated), {@code tent} (tentative), {@code perm} (without an end), and the
 * seconds for which it is preferred. An interface's name ends with {@code *} if it is a tunnel, with {@code !} if the
 * default route leaves by it, with {@code -} if it is down.
 */
class AddressChoiceTest {
    private static final String MANY = "86400";

    private static Arguments row(String what, String wanted, String... lines) {
        return Arguments.of(what, wanted, List.of(lines));
    }

    static Stream<Arguments> hosts() {
        return Stream.of(
                // One prefix.
                row("a server by hand", "2a00:1::10", "eth0! 2a00:1::10/64 perm", "eth0! fe80::1/64 perm"),
                row("SLAAC with privacy", "2a00:1::a", "eth0! 2a00:1::7/64 temp 14000", "eth0! 2a00:1::a/64 80000"),
                row("DHCPv6 beside SLAAC", "2a00:1::f4a", "eth0! 2a00:1::f4a/128 3600", "eth0! 2a00:1::a/64 3600"),
                row(
                        "all three",
                        "2a00:1::f4a",
                        "e! 2a00:1::7/64 temp 3000",
                        "e! 2a00:1::a/64 3600",
                        "e! 2a00:1::f4a/128 3000"),
                row(
                        "EUI-64 beside a random one",
                        "2a00:1::211:a2ff:fe33:4455",
                        "e! 2a00:1::a/64",
                        "e! 2a00:1::211:a2ff:fe33:4455/64"),
                row("by hand beside SLAAC", "2a00:1::10", "eth0! 2a00:1::a/64 80000", "eth0! 2a00:1::10/64 perm"),
                row(
                        "only privacy addresses",
                        "2a00:1::8",
                        "eth0! 2a00:1::7/64 temp dep 0",
                        "eth0! 2a00:1::8/64 temp 80000"),
                row("a lease with ten minutes", "2a00:1::a", "eth0! 2a00:1::f4a/128 600", "eth0! 2a00:1::a/64 86400"),
                row(
                        "a lease with a minute beside privacy too",
                        "2a00:1::a",
                        "e! 2a00:1::f4a/128 60",
                        "e! 2a00:1::a/64 7200",
                        "e! 2a00:1::7/64 temp 7200"),
                row(
                        "a lease by day, SLAAC by the hour",
                        "2a00:1::f4a",
                        "eth0! 2a00:1::f4a/128 86400",
                        "eth0! 2a00:1::a/64 3600"),
                row(
                        "a lease that does not end",
                        "2a00:1::f4a",
                        "eth0! 2a00:1::f4a/128 " + MANY + "000",
                        "eth0! 2a00:1::a/64 3600"),
                row("not usable yet", "2a00:1::a", "eth0! 2a00:1::f4a/128 tent 3600", "eth0! 2a00:1::a/64 3600"),
                // Two prefixes, one of them dying.
                row("a prefix that was replaced", "2a00:2::a", "eth0! 2a00:1::a/64 dep 0", "eth0! 2a00:2::a/64 3600"),
                row(
                        "its lease lives on",
                        "2a00:2::a",
                        "e! 2a00:1::f4a/128 26293",
                        "e! 2a00:1::a/64 dep 0",
                        "e! 2a00:2::a/64 169932"),
                row(
                        "its lease lives longer",
                        "2a00:2::a",
                        "e! 2a00:1::f4a/128 900000",
                        "e! 2a00:1::a/64 dep 0",
                        "e! 2a00:2::a/64 1800"),
                row(
                        "by hand in it",
                        "2a00:2::a",
                        "eth0! 2a00:1::10/64 perm",
                        "eth0! 2a00:1::a/64 dep 0",
                        "eth0! 2a00:2::a/64 1800"),
                row(
                        "privacy in the new one only",
                        "2a00:2::7",
                        "e! 2a00:1::f4a/128 26293",
                        "e! 2a00:1::a/64 dep 0",
                        "e! 2a00:2::7/64 temp 1800"),
                row(
                        "old privacy addresses say nothing",
                        "2a00:1::f4a",
                        "e! 2a00:1::f4a/128 3600",
                        "e! 2a00:1::7/64 temp dep 0",
                        "e! 2a00:2::a/64 3600"),
                row("no other prefix", "2a00:1::f4a", "eth0! 2a00:1::f4a/128 3600", "eth0! 2a00:1::a/64 dep 0"),
                row(
                        "both dying",
                        "2a00:1::f4a",
                        "e! 2a00:1::f4a/128 3600",
                        "e! 2a00:1::a/64 dep 0",
                        "e! 2a00:2::f4b/128 1800",
                        "e! 2a00:2::a/64 dep 0"),
                row(
                        "a private prefix is no other",
                        "2a00:1::f4a",
                        "e! 2a00:1::f4a/128 3600",
                        "e! 2a00:1::a/64 dep 0",
                        "e! fd00::a/64 86400"),
                row(
                        "only the lease was replaced",
                        "2a00:1::f4b",
                        "e! 2a00:1::f4a/128 dep 0",
                        "e! 2a00:1::f4b/128 3600",
                        "e! 2a00:2::a/64 3600"),
                row(
                        "a lease ended, announcements go on",
                        "2a00:1::a",
                        "e! 2a00:1::f4a/128 dep 0",
                        "e! 2a00:1::a/64 3600",
                        "e! 2a00:2::b/64 3600"),
                row(
                        "a virtual address that no source uses",
                        "2a00:1::10",
                        "e! 2a00:1::99/64 perm dep",
                        "e! 2a00:1::10/64 perm",
                        "e! 2a00:2::a/64 3600"),
                row("no longer renewed", "2a00:2::a", "eth0! 2a00:1::a/64 200", "eth0! 2a00:2::a/64 3400"),
                row("a lease no longer renewed", "2a00:2::a", "eth0! 2a00:1::f4a/128 120", "eth0! 2a00:2::a/64 169932"),
                row("two living ones", "2a00:1::a", "eth0! 2a00:2::a/64 3400", "eth0! 2a00:1::a/64 3500"),
                row(
                        "on the other card the old one",
                        "2a00:2::a",
                        "eth1 2a00:1::f4a/128 26000",
                        "eth1 2a00:1::a/64 dep 0",
                        "eth0! 2a00:2::a/64 1800"),
                // What does not reach the whole Internet.
                row(
                        "unique local beside global",
                        "2a00:1::7",
                        "eth0! fd00::10/64 perm",
                        "eth0! 2a00:1::7/64 temp 3600"),
                row(
                        "unique local, EUI-64, DHCPv6",
                        "2a00:1::a",
                        "e! fd00::211:a2ff:fe33:4455/64",
                        "e! fd00::5/128 perm",
                        "e! 2a00:1::a/64 60"),
                row("only unique local", "fd00::10", "eth0! fd00::10/64 perm", "eth0! fe80::1/64 perm"),
                row("only the link", "fe80::1", "eth0! fe80::1/64 perm"),
                row("6to4 beside native", "2a00:1::7", "eth0! 2a00:1::7/64 temp 600", "stf0 2002:909:909::1/48 perm"),
                row(
                        "Teredo beside native",
                        "2a00:1::7",
                        "eth0! 2a00:1::7/64 temp 600",
                        "net4 2001:0:53aa:64c::1/128 perm"),
                row("a private network beside a public one", "9.9.9.9", "eth0 192.168.1.5/24", "eth1! 9.9.9.9/24"),
                row("a carrier's network beside a public one", "9.9.9.9", "wwan0! 100.64.3.4/30", "eth0 9.9.9.9/24"),
                row("only a private one", "192.168.1.5", "eth0! 192.168.1.5/24", "eth0! 169.254.7.7/16"),
                row("a private one beside a carrier's", "192.168.1.5", "eth0! 192.168.1.5/24", "wwan0 100.64.3.4/30"),
                // Interfaces.
                row("a bridge of a router", "9.9.9.9", "br-lan! 9.9.9.9/24", "eth0 192.168.1.5/24"),
                row("a bridge called like a tunnel", "2a00:1::a", "tapestry! 2a00:1::a/64 3600", "eth0 fd00::1/64"),
                row("a modem", "2a00:1::a", "zte0! 2a00:1::a/64 3600"),
                row(
                        "containers",
                        "2a00:1::a",
                        "docker0 2a00:9::1/64 perm",
                        "br-1a2b3c 2a00:8::1/64 perm",
                        "eth0! 2a00:1::a/64 600"),
                row("virtual machines", "9.9.9.9", "virbr0 8.8.8.8/24", "vnet3 10.0.0.1/24", "eth0! 9.9.9.9/24"),
                row(
                        "a switch of Hyper-V with the line",
                        "2a00:1::a",
                        "vEthernet! 2a00:1::a/64 3600",
                        "net4 fe80::1/64"),
                row("a VPN for everything", "2a00:1::a", "wg0*! 2a00:7::1/128 perm", "eth0 2a00:1::a/64 600"),
                row("a VPN by another name", "2a00:1::a", "lan0*! 2a00:7::1/128 perm", "eth0 2a00:1::a/64 600"),
                row("a VPN for IPv4 alone", "9.9.9.9", "tun0*! 8.8.8.8/32", "eth0 9.9.9.9/24"),
                row("nothing but a VPN", "-", "lan0*! 2a00:7::1/128 perm"),
                row("nothing but containers", "-", "docker0 8.8.8.8/16"),
                row("two cards", "2a00:2::a", "eth0 2a00:1::a/64 3600", "wlan0! 2a00:2::a/64 3600"),
                row("a card that is down", "2a00:2::a", "eth0- 2a00:1::10/64 perm", "wlan0! 2a00:2::a/64 3600"),
                row("PPPoE", "9.9.9.9", "ppp0! 9.9.9.9/32", "eth0 192.168.1.5/24"),
                // As macOS and Windows tell it: the lengths of prefixes are not to be relied on.
                row(
                        "Windows with lengths of 128",
                        "2a00:1::a",
                        "net5! 2a00:1::7/128 temp 3600",
                        "net5! 2a00:1::a/128 7000"),
                row("Windows without lengths", "2a00:1::a", "net5! 2a00:1::7/0 temp 3600", "net5! 2a00:1::a/0 7000"),
                row(
                        "macOS, secured beside temporary",
                        "2a00:1::a",
                        "en0! fe80::1/64",
                        "en0! 2a00:1::a/64 3547",
                        "en0! 2a00:1::7/64 temp 3547"),
                row("the lifetimes are not known", "2a00:1::f4a", "eth0! 2a00:1::a/64", "eth0! 2a00:1::f4a/128"),
                row("of equals the lowest", "2a00:1::a", "eth0! 2a00:1::b/64", "eth0! 2a00:1::a/64"));
    }

    /** What the lines say, as the system gives it: the lifetimes only if it is asked once more. */
    private static final class Host implements InterfaceDetector.Facts {
        private final Map<String, List<LocalAddress>> addresses = new LinkedHashMap<>();
        private final Map<IpAddress, AddressTraits> traits = new LinkedHashMap<>();
        private final boolean flagsAreCheap;

        Host(List<String> lines, boolean flagsAreCheap) {
            this.flagsAreCheap = flagsAreCheap;
            lines.forEach(this::add);
        }

        private void add(String line) {
            List<String> words = List.of(line.split(" ", -1));
            String[] address = words.get(1).split("/", -1);
            IpAddress ip = IpAddress.parse(address[0]);
            int flags = (words.contains("temp") ? LocalAddress.TEMPORARY : 0)
                    | (words.contains("dep") ? LocalAddress.DEPRECATED : 0)
                    | (words.contains("tent") ? LocalAddress.TENTATIVE : 0)
                    | (words.contains("perm") ? LocalAddress.PERMANENT : 0);
            String last = words.get(words.size() - 1);
            Optional<java.time.Duration> preferred = words.contains("perm")
                    ? Optional.of(AddressTraits.FOREVER)
                    : last.matches("[0-9]+")
                            ? Optional.of(java.time.Duration.ofSeconds(Long.parseLong(last)))
                            : Optional.empty();
            addresses
                    .computeIfAbsent(words.get(0), name -> new ArrayList<>())
                    .add(new LocalAddress(ip, Integer.parseInt(address[1]), flagsAreCheap ? flags : 0));
            traits.put(ip, new AddressTraits(flags, preferred));
        }

        private static String plain(String name) {
            return name.replaceAll("[*!-]+$", "");
        }

        @Override
        public List<LocalInterface> read() {
            List<LocalInterface> interfaces = new ArrayList<>();
            addresses.forEach((name, its) -> interfaces.add(new LocalInterface(
                    plain(name), plain(name), interfaces.size() + 1, !name.endsWith("-"), name.contains("*"), its)));
            return interfaces;
        }

        @Override
        public Map<IpAddress, AddressTraits> traits() {
            return traits;
        }

        @Override
        public Optional<String> defaultRoute(IpFamily family) {
            return addresses.keySet().stream()
                    .filter(name -> name.endsWith("!"))
                    .map(Host::plain)
                    .findFirst();
        }
    }

    private static Detection detect(List<String> lines, boolean flagsAreCheap, Set<IpAddress> before) {
        FakeContext context = new FakeContext();
        context.confirmed = before;
        IpFamily family = lines.get(0).contains(":") ? IPV6 : IPV4;
        Settings settings = Settings.of(
                "allow",
                List.of(
                        "fc00::/7",
                        "fe80::/10",
                        "2002::/16",
                        "2001::/32",
                        "10.0.0.0/8",
                        "192.168.0.0/16",
                        "100.64.0.0/10",
                        "169.254.0.0/16"));
        return new InterfaceDetector(settings, new Host(lines, flagsAreCheap)).detect(family, context);
    }

    private static String chosen(Detection detection) {
        return detection instanceof Detection.Found found
                ? found.addresses().iterator().next().toString()
                : "-";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hosts")
    void theOneThatAPersonWouldChoose(String what, String wanted, List<String> lines) {
        assertThat(chosen(detect(lines, true, Set.of())))
                .as("as Linux tells it")
                .isEqualTo(wanted);
        if (lines.stream().noneMatch(line -> line.contains("tent"))) {
            assertThat(chosen(detect(lines, false, Set.of())))
                    .as("as Windows and macOS tell it")
                    .isEqualTo(wanted);
        }
        List<String> reversed = new ArrayList<>(lines);
        java.util.Collections.reverse(reversed);
        if (lines.stream().map(line -> line.split(" ", 2)[0]).distinct().count() == 1) {
            assertThat(chosen(detect(reversed, true, Set.of())))
                    .as("in another order")
                    .isEqualTo(wanted);
        }
    }

    @org.junit.jupiter.api.Test
    void theMessageNamesWhatWasPassedOverAndWhy() {
        Detection none = detect(
                List.of(
                        "lan0*! 2a00:7::1/128 perm",
                        "docker0 2a00:9::1/64 perm",
                        "tun3* fe80::1/64",
                        "eth0 2001:db8::1/64 perm"),
                true,
                Set.of());

        assertThat(((Detection.Absent) none).reason())
                .contains("lan0 was passed over: it is a tunnel; set \"name\"")
                .contains("docker0 was passed over: by its name")
                .contains("eth0: 2001:db8::1 is an address for documentation")
                .doesNotContain("tun3");
    }

    /** A lease is renewed when half of it is over, and would else be given up and taken again each time. */
    @org.junit.jupiter.api.Test
    void aLeaseThatIsPublishedIsNotGivenUpBeforeItsRenewal() {
        Set<IpAddress> before = Set.of(IpAddress.parse("2a00:1::f4a"));
        List<String> half = List.of("eth0! 2a00:1::f4a/128 3600", "eth0! 2a00:1::a/64 14400");

        assertThat(chosen(detect(half, true, before))).isEqualTo("2a00:1::f4a");
        assertThat(chosen(detect(half, true, Set.of()))).isEqualTo("2a00:1::a");
        assertThat(chosen(detect(List.of("eth0! 2a00:1::f4a/128 600", "eth0! 2a00:1::a/64 14400"), true, before)))
                .isEqualTo("2a00:1::a");
    }
}
