package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is under way when a lease ends, or when the updater closes. */
@Tag("promise-24")
class ClusterRequestsTest extends SimulatedCluster {
    @Test
    void aStoppedLeaderThatGoesOnAfterItsLeaseSendsNothing() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        all(A2);
        a.wan.announce(); // it is about to detect
        a.freeze();
        run(LEASE.plus(ROUND).plusSeconds(5));
        assertThat(b.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
        all(A3);
        b.wan.announce();
        run(Duration.ofSeconds(10));
        assertThat(world.cloud.at(HOME)).containsExactly(A3);
        world.cloud.calls.clear();
        a.wan.sees(A1); // what it has from the time before, say
        a.thaw();
        run(Duration.ofMinutes(10));

        assertThat(a.leads()).isFalse();
        assertThat(world.cloud.at(HOME)).containsExactly(A3);
        assertThat(world.cloud.count("write")).isZero();
    }

    @Test
    void aLeaderThatIsStoppedInTheMiddleOfACallSendsNothingMore() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        a.wan.sees(A2);
        world.cloud.before = (call, names) -> {
            if (call.equals("list") && !a.frozen) {
                world.cloud.before = (later, others) -> null;
                a.freeze();
                b.wan.sees(A3);
                run(LEASE.plus(ROUND).plusSeconds(5));
                assertThat(b.leads()).isTrue();
                assertThat(world.cloud.at(HOME)).containsExactly(A3);
                world.cloud.calls.clear();
                a.thaw(); // and the answer to its question comes
            }
            return null;
        };
        a.wan.announce();
        run(Duration.ofMinutes(2));

        assertThat(world.cloud.count("write")).isZero();
        assertThat(world.cloud.at(HOME)).containsExactly(A3);
    }

    @Test
    void anExchangeEndsBeforeTheLeaseOfItsNodeDoes() {
        List<Duration> left = new ArrayList<>();
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        DnsProvider measuring = new DnsProvider() {
            @Override
            public Abilities abilities() {
                return hosts.abilities();
            }

            @Override
            public String account() {
                return hosts.account();
            }

            @Override
            public String fingerprint() {
                return hosts.fingerprint();
            }

            @Override
            public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
                left.add(Duration.between(publication.now(), publication.deadline()));
                hosts.publish(changes, publication);
            }
        };
        Node a = new Node(
                "a",
                rows.node(),
                (builder, wan) -> builder.detector(wan)
                        .provider("measured", measuring)
                        .record(ManagedRecord.builder("m.example.com", RecordType.A)
                                .provider("measured")
                                .build()),
                how -> how);
        a.updater.start();
        run(Duration.ofMinutes(1));

        assertThat(left).isNotEmpty().allMatch(time -> time.compareTo(LEASE) < 0);
    }

    @Test
    void aRequestThatWaitedForASecretUntilItsLeaseHadEndedIsNotSent() {
        boolean[] isSlow = {false};
        List<String> holders = new ArrayList<>();
        HttpTransport http = request -> {
            holders.add(locks.holder("ddns-g0"));
            return new HttpTransport.Answer(200, Map.of(), "good");
        };
        Secret token = Secret.from("a vault", () -> {
            if (isSlow[0]) {
                isSlow[0] = false;
                run(Duration.ofSeconds(35));
            }
            return "token-of-a-test";
        });
        Settings settings = Settings.of("endpoint", "https://hosts.example");
        ProviderEndpoint endpoint = ProviderEndpoint.of(
                        settings,
                        "https://hosts.example",
                        new ProviderContext(http, world.time, new Random(1), (name, type) -> Optional.empty()))
                .authorizedBy(Authorizer.bearer(token));
        DnsProvider hosts = new UpdateUrlProvider(
                settings, endpoint, Abilities.builder().build()) {
            @Override
            protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp client)
                    throws InterruptedException {
                client.get("/update").query("ip", call.change().address()).sendForText();
                return call.all(updated());
            }
        };
        ManagedRecord nas = ManagedRecord.builder("nas.example.com", RecordType.A)
                .provider("hosts")
                .build();
        Node a = node("a", more -> more.provider("hosts", hosts).record(nas), how -> how);
        a.updater.start();
        run(Duration.ofMinutes(1));
        Node b = started("b");
        run(Duration.ofMinutes(1));

        locks.silent.add("a");
        isSlow[0] = true;
        a.wan.sees(A2);
        a.wan.announce();
        run(Duration.ofMinutes(2));
        assertThat(isSlow[0]).as("waits for the secret").isFalse();
        assertThat(b.leads()).isTrue();
        assertThat(holders).containsOnly("a");
    }

    @Test
    void aLeaseIsKeptAsLongAsTheCodeOfAProviderRunsThatDoesNotListen() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        Updater a = inRealTime(() -> {
            begun.countDown();
            while (ends.getCount() > 0) {
                try {
                    ends.await();
                } catch (InterruptedException e) {
                    // the client of a vendor that goes on, and sends its request later
                }
            }
        });
        a.start();
        begun.await();
        a.close();
        try {
            assertThat(locks.holder("ddns-g0")).isEqualTo("a");
        } finally {
            ends.countDown();
        }
    }

    @Test
    void aCycleThatIsWaitedForEndsWhenTheUpdaterIsClosed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Updater a = inRealTime(() -> {
            begun.countDown();
            new CountDownLatch(1).await();
        });
        CountDownLatch ended = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            try {
                a.runOnce();
            } catch (InterruptedException | RuntimeException e) {
                // closed
            } finally {
                ended.countDown();
            }
        });
        caller.setDaemon(true);
        caller.start();
        begun.await();
        a.close();
        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
    }

    /** What the code of a provider does within an exchange. */
    private interface Exchange {
        void run() throws InterruptedException;
    }

    private Updater inRealTime(Exchange exchange) {
        DnsProvider slow = new DnsProvider() {
            @Override
            public Abilities abilities() {
                return Abilities.builder().build();
            }

            @Override
            public String account() {
                return "slow";
            }

            @Override
            public String fingerprint() {
                return "slow";
            }

            @Override
            public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
                publication.attempting(changes);
                publication.exchange("PUT", () -> {
                    exchange.run();
                    return changes;
                });
            }
        };
        return Updater.builder()
                .environment(UpdaterEnvironment.standard().withNetwork(() -> true))
                .state(rows.node())
                .detector(new FakeDetector().sees(A1))
                .provider(slow)
                .lookup((name, type) -> Optional.empty())
                .record(HOME, RecordType.A)
                .cluster(Cluster.of(locks.of("a"), "a").withLease(LEASE))
                .build();
    }
}
