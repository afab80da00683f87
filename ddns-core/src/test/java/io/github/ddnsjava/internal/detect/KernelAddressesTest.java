package io.github.ddnsjava.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Addresses that a real kernel has, in a network of their own; that needs root. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class KernelAddressesTest {
    private static final String CARD = """
            set -e
            ip link add card type veth peer name far
            ip link set far up
            ip link set card up
            ip addr add 2a00:1::1/64 dev card nodad valid_lft 2000 preferred_lft 1000
            ip addr add 2a00:2::1/64 dev card nodad valid_lft 4000 preferred_lft 3000
            ip addr add 2a00:3::1/64 dev card nodad valid_lft 5000 preferred_lft 0
            ip addr add fd00::1/64 dev card nodad
            exec "$@"
            """;

    /** Looks from inside that network, and once more after each command. */
    static final class Inside {
        private Inside() {}

        public static void main(String[] commands) throws Exception {
            IpDetector detector = IpDetectors.networkInterface();
            System.out.println(seen(detector));
            for (String command : commands) {
                assertThat(process("sh", "-c", command).inheritIO().start().waitFor())
                        .isZero();
                System.out.println(seen(detector));
            }
        }

        private static String seen(IpDetector detector) throws InterruptedException {
            Detection detection = detector.detect(IpFamily.IPV6, new FakeContext());
            return detection instanceof Detection.Found found ? found.addresses() + "" : "none";
        }
    }

    private static ProcessBuilder process(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (ours, more) -> ours + ":" + more);
        return builder;
    }

    private static void skipUnlessNetworksCanBeMade() throws InterruptedException {
        String missing = "no network can be made: this needs root, unshare (util-linux) and ip (iproute2)";
        boolean possible;
        try {
            possible = process("unshare", "-n", "ip", "link").start().waitFor() == 0;
        } catch (IOException e) {
            possible = false;
        }
        if (!possible && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(missing);
        } else if (!possible) {
            abort(missing);
        }
    }

    @Test
    void theOneThatLastsIsChosenByWhatTheKernelSays() throws Exception {
        skipUnlessNetworksCanBeMade();
        Process inside = process(
                        "unshare",
                        "-n",
                        "sh",
                        "-c",
                        CARD,
                        "sh",
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Inside.class.getName(),
                        "ip addr change 2a00:2::1/64 dev card nodad valid_lft 4000 preferred_lft 0",
                        "ip addr add 2a00:4::1/64 dev card nodad",
                        "ip link set card down")
                .start();
        List<String> seen = new String(inside.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        // The longer-lived; when that is deprecated, the other; one without an end; none.
        assertThat(seen).containsExactly("[2a00:2::1]", "[2a00:1::1]", "[2a00:4::1]", "none");
    }
}
