package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.exception.DdnsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One cluster with its nodes, its provider and its judge. Not thread-safe. */
final class Scenario implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(200);

    private final String name;
    private final Duration lease;
    private final ScenarioEngine engine;
    private final ScenarioEngine states;
    private final Path directory;
    private final Leadership judge;
    private final RecordingServer outside;
    private final Map<String, ScenarioProcess> nodes = new LinkedHashMap<>();
    private int addresses;

    /**
     * Makes one without nodes.
     *
     * @param name the name of the cluster, which no other scenario has
     * @param states where the state is kept, which can be the engine itself
     */
    Scenario(String name, Duration lease, ScenarioEngine engine, ScenarioEngine states, Path directory)
            throws IOException {
        this.name = name;
        this.lease = lease;
        this.engine = engine;
        this.states = states;
        this.directory = directory;
        this.judge = ScenarioNode.leadership(engine.url(), "judge");
        this.outside = new RecordingServer(this::leaseHolder);
    }

    RecordingServer outside() {
        return outside;
    }

    /** Starts a node, on a line with an address of its own. */
    ScenarioProcess start(String node) throws IOException {
        return start(node, "PT0S", ScenarioProcess.Place.THIS_HOST);
    }

    /** Starts a node whose clock is wrong by that. */
    ScenarioProcess start(String node, String clock) throws IOException {
        return start(node, clock, ScenarioProcess.Place.THIS_HOST);
    }

    /** Starts a node at that place. */
    ScenarioProcess start(String node, ScenarioProcess.Place place) throws IOException {
        return start(node, "PT0S", place);
    }

    private ScenarioProcess start(String node, String clock, ScenarioProcess.Place place) throws IOException {
        newAddress(node);
        ScenarioProcess started = new ScenarioProcess(
                name, node, lease, clock, place, engine, states, outside.port(), directory.resolve(name + "-" + node));
        nodes.put(node, started);
        return started;
    }

    /** Starts two nodes, and waits until one leads and the other knows it. */
    void startTwo() throws Exception {
        start("a");
        start("b");
        ScenarioProcess leader = awaitLeader();
        ScenarioProcess other = other();
        await(
                other.node() + " knows its leader",
                () -> other.said().contains("leader=Optional[" + leader.node() + "]"));
    }

    /** The line of a node gets an address that it never had. */
    String newAddress(String node) {
        addresses++;
        String address = "93.184.216." + addresses;
        outside.address(node, address);
        return address;
    }

    /** Returns who has the lease; empty if nobody has it, or the engine does not say. */
    private Optional<String> leaseHolder() {
        try {
            return Optional.ofNullable(judge.leases(name + "-").orElseThrow().get(name + "-g0"))
                    .map(Leadership.Holder::node);
        } catch (DdnsException e) {
            return Optional.empty();
        }
    }

    /** Waits until a node has the lease and its address is published, and returns that node. */
    ScenarioProcess awaitLeader() throws Exception {
        await("a node leads, and DNS has its address", this::isSettled);
        return leader();
    }

    /** Returns whether a node has the lease and its address is published. */
    boolean isSettled() {
        return leaseHolder().filter(this::isPublished).isPresent();
    }

    /** Lets the engine give the lease away some times, so that the next token is not the first. */
    void raiseTokens() {
        for (int i = 0; i < 3; i++) {
            judge.tryAcquire(name + "-g0", "", lease).orElseThrow().release();
        }
    }

    ScenarioProcess leader() {
        return nodes.get(leaseHolder().orElseThrow());
    }

    /** Returns the node, of two, that does not lead. */
    ScenarioProcess other() {
        String leader = leaseHolder().orElseThrow();
        return nodes.values().stream()
                .filter(node -> !node.node().equals(leader))
                .findFirst()
                .orElseThrow();
    }

    private boolean isPublished(String node) {
        return outside.values().equals(List.of(outside.address(node)));
    }

    /** Waits until the address of that node is published, and returns how long it took. */
    Duration awaitPublished(ScenarioProcess node) throws Exception {
        return await("DNS has the address of " + node.node(), () -> isPublished(node.node()));
    }

    Duration await(String what, Callable<Boolean> condition) throws Exception {
        long begin = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()
                    || nodes.values().stream().anyMatch(ScenarioProcess::hasFailed)) {
                throw new AssertionError("it did not come to pass that " + what + "; " + this);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /**
     * Takes a node away, but not in the middle of a transaction of H2: this keeps the locks of a client that is silent, so nobody
     * could take over, as the manual says.
     */
    void takeAway(ScenarioEngine.Step away, ScenarioEngine.Step back) throws Exception {
        while (true) {
            away.run();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200)); // what was sent before is carried out
            if (!states.holdsLocks().call()) {
                return;
            }
            back.run();
        }
    }

    /** Returns how many writes came from another node than the one before, within one lease. */
    long writesByTwo() {
        List<RecordingServer.Call> writes =
                outside.calls().stream().filter(RecordingServer.Call::isWrite).toList();
        long count = 0;
        for (int i = 1; i < writes.size(); i++) {
            RecordingServer.Call before = writes.get(i - 1);
            RecordingServer.Call after = writes.get(i);
            if (!before.node().equals(after.node()) && after.nanos() - before.nanos() < lease.toNanos()) {
                count++;
            }
        }
        return count;
    }

    /** Returns the calls that came from a node while another one had the lease. */
    List<RecordingServer.Call> callsByFollowers() {
        return outside.calls().stream()
                .filter(call ->
                        call.leader().isPresent() && !call.leader().get().equals(call.node()))
                .toList();
    }

    @Override
    public String toString() {
        StringBuilder all = new StringBuilder(String.format(
                Locale.ROOT, "published %s, calls %s, lease %s", outside.values(), outside.calls(), leaseHolder()));
        nodes.values()
                .forEach(node -> all.append("\n--- ")
                        .append(node.node())
                        .append(node.isAlive() ? "" : " (ended)")
                        .append('\n')
                        .append(node.said()));
        return all.toString();
    }

    /** Checks what holds in every scenario. */
    void judge() {
        assertThat(callsByFollowers()).as("calls by followers; %s", this).isEmpty();
        judgeAnswer();
    }

    /** Checks that the answer is the leader's address. */
    void judgeAnswer() {
        assertThat(isPublished(leaseHolder().orElseThrow()))
                .as("the leader's address is published; %s", this)
                .isTrue();
    }

    @Override
    public void close() throws IOException {
        for (ScenarioProcess node : nodes.values()) {
            node.close();
        }
        outside.close();
        judge.close();
    }
}
