package io.github.ddnsjava.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.ddnsjava.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What counts as a way out of this host. */
class LocalNetworkTest {
    private static LocalInterface named(String name, boolean usable, String... addresses) {
        return new LocalInterface(
                name,
                name,
                1,
                usable,
                Stream.of(addresses)
                        .map(text -> new LocalAddress(IpAddress.parse(text), 64, 0))
                        .toList());
    }

    @Test
    void anAddressBeyondTheLinkLeadsOutBeItPrivate() {
        assertThat(LocalNetwork.leadsOut(List.of(named("eth0", true, "192.168.1.7"))))
                .isTrue();
        assertThat(LocalNetwork.leadsOut(List.of(named("eth0", true, "fe80::1", "fd00::2"))))
                .isTrue();
    }

    @Test
    void neitherALinkNorLoopbackNorWhatIsDownNorOtherSoftwareLeadsOut() {
        assertThat(LocalNetwork.leadsOut(List.of(
                        named("lo", false, "127.0.0.1", "::1"),
                        named("eth0", true, "169.254.3.4", "fe80::1"),
                        named("eth1", false, "192.168.1.7"),
                        named("docker0", true, "172.17.0.1"),
                        named("tun0", true, "10.8.0.2"))))
                .isFalse();
        assertThat(LocalNetwork.leadsOut(List.of())).isFalse();
    }

    /** In a network of its own: does each command, and says after it whether there is a network. */
    static final class Look {
        public static void main(String[] commands) throws IOException, InterruptedException {
            for (String command : commands) {
                int status = new ProcessBuilder(command.split(" "))
                        .inheritIO()
                        .start()
                        .waitFor();
                System.out.println(status == 0 ? new LocalNetwork().isThere() : command + ": " + status);
            }
        }
    }

    @Test
    @Timeout(120)
    void onLinuxAllThatIsThereIsSeen() throws Exception {
        String name = "ddnsjava-" + ProcessHandle.current().pid() + "-local";
        if (status("ip", "netns", "add", name) != 0) {
            String missing = "network namespaces cannot be made; needs Linux, iproute2 and root";
            assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
            abort(missing);
        }
        try {
            assertThat(lookIn(
                            name,
                            "true", // nothing but loopback, and no IPv6: all that is used is on this host
                            "ip link set lo up",
                            "ip link add v0 type veth peer name v1", // a card, and no cable
                            "ip link set v1 up",
                            "ip link set v0 up", // a link, and no address from anybody
                            "ip addr add 192.168.7.7/24 dev v0",
                            "ip addr del 192.168.7.7/24 dev v0",
                            "ip addr add 192.168.7.7/24 dev v0",
                            "ip link set v0 down"))
                    .containsExactly("true", "true", "false", "false", "false", "true", "false", "true", "false");
        } finally {
            status("ip", "netns", "del", name);
        }
    }

    private static List<String> lookIn(String namespace, String... commands) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                Look.class.getName()));
        command.addAll(List.of(commands));
        Process process = process(command.toArray(String[]::new)).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.lines().toList();
    }

    private static int status(String... command) throws IOException, InterruptedException {
        try {
            return process(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1; // there is no such program
        }
    }

    private static ProcessBuilder process(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
        return builder;
    }
}
