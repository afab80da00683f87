package io.github.ddnsjava.provider.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how long it takes from a change of a router's address to the right record on BIND. Not part of the tests:
 * run it by its name, as root, on Linux with iproute2, nftables, miniupnpd and BIND. {@link RouterMeasurement} does the
 * measuring, inside the network that this makes.
 */
class RouterBenchmark {
    private static final String NETWORK = """
            set -e
            export PATH=$PATH:/usr/sbin:/sbin
            for n in bench-lan bench-rtr bench-wan; do ip netns add $n; ip -n $n link set lo up; done
            ip -n bench-rtr link add lan0 type veth peer name eth0 netns bench-lan
            ip -n bench-rtr link add wan0 type veth peer name isp0 netns bench-wan
            ip -n bench-lan addr add 192.168.77.10/24 dev eth0
            ip -n bench-rtr addr add 192.168.77.1/24 dev lan0
            ip -n bench-rtr addr add 192.0.1.5/24 dev wan0
            ip -n bench-lan link set eth0 up
            ip -n bench-rtr link set lan0 up
            ip -n bench-rtr link set wan0 up
            ip -n bench-wan link set isp0 up
            ip -n bench-lan route add default via 192.168.77.1
            ip netns exec bench-rtr sh -c 'echo 1 > /proc/sys/net/ipv4/conf/all/promote_secondaries'
            ip netns exec bench-rtr nft -f - <<'RULES'
            table inet filter {
              chain forward { type filter hook forward priority 0; policy drop; jump miniupnpd; }
              chain miniupnpd { }
              chain prerouting { type nat hook prerouting priority -100; policy accept; jump prerouting_miniupnpd; }
              chain postrouting { type nat hook postrouting priority 100; policy accept; jump postrouting_miniupnpd; }
              chain prerouting_miniupnpd { }
              chain postrouting_miniupnpd { }
            }
            RULES
            touch $1/leases
            cat > $1/conf <<CONF
            ext_ifname=wan0
            listening_ip=lan0
            enable_upnp=yes
            enable_natpmp=yes
            ipv6_disable=yes
            system_uptime=no
            lease_file=$1/leases
            allow 1024-65535 192.168.77.0/24 1024-65535
            CONF
            """;

    @TempDir
    private Path directory;

    @Test
    void measure() throws Exception {
        Process router = null;
        try {
            run("network", "sh", "-c", NETWORK, "sh", directory.toString());
            router = start(
                    "router",
                    "ip netns exec bench-rtr /usr/sbin/miniupnpd -d -f %1$s/conf -P %1$s/pid"
                            .formatted(directory)
                            .split(" "));
            List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", "bench-lan"));
            command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-cp"));
            command.addAll(
                    List.of(System.getProperty("java.class.path"), "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
            command.add(RouterMeasurement.class.getName());
            String log = run("measurement", command.toArray(String[]::new));
            System.out.println(log);
            assertThat(log).contains("nat-pmp, events", "upnp, events", "nat-pmp, polled", "interface");
        } finally {
            if (router != null) {
                router.destroy();
                router.waitFor(5, TimeUnit.SECONDS);
            }
            for (String each : List.of("bench-lan", "bench-rtr", "bench-wan")) {
                start("cleaning", "ip", "netns", "del", each).waitFor();
            }
        }
    }

    private Process start(String what, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (ours, more) -> ours + ":" + more);
        return builder.redirectOutput(directory.resolve(what + ".log").toFile()).start();
    }

    private String run(String what, String... command) throws IOException, InterruptedException {
        Process process = start(what, command);
        int status = process.waitFor();
        String log = Files.readString(directory.resolve(what + ".log"), StandardCharsets.UTF_8);
        assertThat(status).as(log).isZero();
        return log;
    }
}
