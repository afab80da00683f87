package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything around an updater, in virtual time: what outlives it, and what it told. */
public final class World {
    public static final String A1 = "93.184.216.1";
    public static final String A2 = "93.184.216.2";
    public static final String A3 = "93.184.216.3";
    public static final String V6A = "2606:2800:220:1::1";
    public static final String V6B = "2606:2800:220:1::2";
    public static final String HOME = "home.example.com";

    final VirtualTime time = new VirtualTime();
    final CountingStore store = new CountingStore();
    final FakeDetector wan = new FakeDetector();
    final FakeCloud cloud = new FakeCloud("example.com", "example.org");
    final Map<String, Set<String>> dns = new HashMap<>();
    final List<UpdateEvent> events = new ArrayList<>();
    int lookups;
    boolean network = true;
    String token = "secret-1";
    Random random = new Random(1);
    private UpdaterEnvironment transports = UpdaterEnvironment.standard()
            .withEcho(request -> {
                throw new AssertionError("outside: " + request.uri());
            })
            .withHttp(request -> {
                throw new AssertionError("outside: " + request.uri());
            });

    /** Lets updaters send real requests, for a test that has servers of its own. */
    World withRealTransports() {
        transports = UpdaterEnvironment.standard();
        return this;
    }

    /** A builder on this world, with everything but detectors, providers and records. */
    UpdaterBuilder bare() {
        return Updater.builder()
                .environment(environment())
                .state(store)
                .lookup((name, type) -> {
                    lookups++;
                    return Optional.ofNullable(dns.get(name + " " + type)).map(World::addresses);
                })
                .listener(events::add);
    }

    /** What an updater in this world uses: virtual time, and nothing outside, unless a test brings it. */
    UpdaterEnvironment environment() {
        return transports
                .withClock(time)
                .withMonotonic(time::nanos)
                .withScheduler(time)
                .withExecutor(time)
                .withRandom(random)
                .withNetwork(() -> network);
    }

    /** A builder with the detector and the zones. */
    UpdaterBuilder builder() {
        return bare().detector(wan).provider(new FakeZones(cloud));
    }

    /** A builder of two records: one of the line's detector, and {@code b.example.com} of the other detector. */
    UpdaterBuilder builder(String name, FakeDetector other) {
        return builder()
                .detector("other", other)
                .record(ManagedRecord.builder(name, RecordType.A)
                        .detector(ManagedRecord.DEFAULT)
                        .build())
                .record(ManagedRecord.builder("b.example.com", RecordType.A)
                        .detector("other")
                        .build());
    }

    /** A provider of the one account, whose token can change. */
    FakeZones zones(String region, Abilities abilities) {
        return new FakeZones(
                cloud, "account", Settings.of("region", region), Secret.from("a test", () -> token), abilities);
    }

    /** An updater of the one record at such a provider; the first address is seen. */
    Updater home(Abilities abilities) {
        return bare().detector(wan.sees(A1))
                .provider(zones("eu", abilities))
                .record(HOME, RecordType.A)
                .build();
    }

    /** An updater of the one record. */
    Updater home() {
        return builder().record(HOME, RecordType.A).build();
    }

    UpdateReport once(Updater updater) {
        return time.await(updater::runOnce);
    }

    Outcome outcome(Updater updater) {
        return once(updater).records().get(0).outcome();
    }

    RecordReport report(Updater updater) {
        return once(updater).records().get(0);
    }

    /** Starts, and lives through the first cycle. */
    void start(Updater updater) {
        updater.start();
        time.run(Duration.ofMinutes(1));
    }

    RecordState state(String name, RecordType type) {
        return store.record(key(name, type));
    }

    RecordState state() {
        return state(HOME, RecordType.A);
    }

    <E extends UpdateEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static RecordKey key(String name, RecordType type) {
        return RecordKey.of(name, type);
    }

    public static RecordKey home(RecordType type) {
        return key(HOME, type);
    }

    public static Set<IpAddress> addresses(Set<String> texts) {
        return texts.stream().map(IpAddress::parse).collect(Collectors.toSet());
    }

    public static Set<IpAddress> addresses(String... texts) {
        return Stream.of(texts).map(IpAddress::parse).collect(Collectors.toSet());
    }
}
