package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A network namespace, as a machine of its own, and the cable between it and this host, which can be unplugged. It needs root
 * and iproute2: otherwise the test is skipped, or fails with {@code CI=true}. Not thread-safe.
 */
final class Cable implements AutoCloseable {
    private final String machine = "ddnsjava-" + ProcessHandle.current().pid() + "-node";
    private final String here = "ddns" + ProcessHandle.current().pid();
    /** Two processes that test side by side have different networks, each of four addresses. */
    private final int network = (int) (ProcessHandle.current().pid() % 16_000) * 4;

    private Cable() {}

    private String address(int host) {
        return "198.18." + network / 256 + "." + (network % 256 + host);
    }

    static Cable plugged() throws IOException, InterruptedException {
        Cable cable = new Cable();
        if (!cable.run("ip netns add " + cable.machine)) {
            String missing = "network namespaces cannot be made; needs Linux, iproute2 and root";
            assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
            Assumptions.abort(missing);
        }
        cable.must("ip link add " + cable.here + " type veth peer name eth0 netns " + cable.machine);
        cable.must("ip addr add " + cable.address(1) + "/30 dev " + cable.here);
        cable.must("ip link set " + cable.here + " up");
        cable.must("ip -n " + cable.machine + " link set lo up");
        cable.must("ip -n " + cable.machine + " addr add " + cable.address(2) + "/30 dev eth0");
        cable.must("ip -n " + cable.machine + " link set eth0 up");
        return cable;
    }

    /** Returns the address of this host at the cable. */
    InetAddress address() throws IOException {
        return InetAddress.getByName(address(1));
    }

    /** Returns what a command begins with that runs on the machine. */
    List<String> onMachine() {
        return List.of("ip", "netns", "exec", machine);
    }

    void unplug() throws IOException, InterruptedException {
        must("ip link set " + here + " down");
    }

    void plug() throws IOException, InterruptedException {
        must("ip link set " + here + " up");
    }

    private void must(String command) throws IOException, InterruptedException {
        assertThat(run(command)).as(command).isTrue();
    }

    private boolean run(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command.split(" "))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (ours, more) -> ours + ":" + more);
        try {
            return builder.start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    @Override
    public void close() throws IOException {
        try {
            run("ip netns del " + machine); // and with it the cable
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
