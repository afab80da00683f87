package io.github.ddnsjava.coordination;

import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.remember.StateStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A node of a scenario, as a process of its own. Its settings are system properties. It writes what happens to its standard
 * output, and leaves in order when a line comes by its standard input. It ends when the input ends, so none outlives its test.
 */
final class ScenarioNode {
    private ScenarioNode() {}

    public static void main(String[] args) throws Exception {
        String node = System.getProperty("node");
        InstantSource clock =
                InstantSource.offset(InstantSource.system(), Duration.parse(System.getProperty("clock", "PT0S")));
        Leadership leadership = leadership(System.getProperty("engine"), node);
        Updater updater = Updater.builder()
                .environment(UpdaterEnvironment.standard().withClock(clock))
                .detector(IpDetectors.create(
                        "http",
                        Settings.of("urls", List.of(System.getProperty("echo")), "allowInsecure", true),
                        key -> {
                            throw new AssertionError(key);
                        }))
                .detectionTimeout(Duration.ofSeconds(1))
                .provider(new ScenarioProvider(System.getProperty("provider")))
                .record("home.example.com", RecordType.A)
                .schedule(new Schedule(Duration.ofSeconds(1), 0))
                .state(leadership.state().orElseGet(ScenarioNode::state))
                .cluster(shortLease(Cluster.of(leadership, node)
                        .withName(System.getProperty("cluster"))
                        .withMode(Cluster.Mode.OWN_LINE)))
                .listener(ScenarioNode::say)
                .build();
        start(updater);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (orders.readLine() != null) {
            updater.close();
        }
        Runtime.getRuntime().halt(0);
    }

    /** A machine that is busy can take longer to connect than a driver waits. A service is started again then. */
    private static void start(Updater updater) {
        while (true) {
            try {
                updater.start();
                return;
            } catch (StateException e) {
                System.out.println(e);
            }
        }
    }

    /** Shorter than is allowed, so that the scenarios take less time. */
    private static Cluster shortLease(Cluster cluster) throws ReflectiveOperationException {
        Field lease = Cluster.class.getDeclaredField("lease");
        lease.setAccessible(true);
        lease.set(cluster, Duration.parse(System.getProperty("lease")));
        return cluster;
    }

    /** Makes the adapter to an engine. */
    static Leadership leadership(String engine, String node) {
        return engine.startsWith("http:")
                ? new EtcdLeadership(List.of(URI.create(engine)), node, ProviderContext.standard())
                : new JdbcLeadership(source(engine), node);
    }

    /** Makes a source of connections to a database of the tests. */
    static DriverSource source(String url) {
        boolean h2 = url.startsWith("jdbc:h2:");
        return new DriverSource(url, Optional.of(h2 ? "sa" : "ddns"), Optional.of(Secret.of(h2 ? "" : "secret")));
    }

    private static StateStore state() {
        return new JdbcStateStore(source(System.getProperty("state")));
    }

    private static void say(UpdateEvent event) {
        if (!(event instanceof UpdateEvent.Detected)) {
            System.out.println(event);
        }
    }
}
