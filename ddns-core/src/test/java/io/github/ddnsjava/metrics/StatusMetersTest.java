package io.github.ddnsjava.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What two threads that read and replace at the same time leave behind. */
class StatusMetersTest {
    private final List<UpdateListener> listeners = new CopyOnWriteArrayList<>();
    private volatile String record = "old.example.com";
    private int statusReads;
    /** Happens at the next look at the clock: what another thread does in the meantime. */
    private Runnable meanwhile = () -> {};
    /** Happens while the status is read. */
    private Runnable meanwhileOfStatus = () -> {};

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new Clock() {
        @Override
        public long wallTime() {
            return 0;
        }

        @Override
        public long monotonicTime() {
            Runnable now = meanwhile;
            meanwhile = () -> {};
            now.run();
            return 0;
        }
    });

    private final Updater updater = (Updater) Proxy.newProxyInstance(
            Updater.class.getClassLoader(), new Class<?>[] {Updater.class}, (proxy, method, given) -> {
                switch (method.getName()) {
                    case "status":
                        return status();
                    case "history":
                        return Optional.empty();
                    case "addListener":
                        listeners.add((UpdateListener) given[0]);
                        return null;
                    case "removeListener":
                        return null; // the event that is under way still arrives
                    default:
                        throw new AssertionError(method);
                }
            });

    private UpdaterStatus status() {
        statusReads++;
        String present = record;
        Runnable now = meanwhileOfStatus;
        meanwhileOfStatus = () -> {};
        now.run();
        RecordReport report = new RecordReport(
                RecordKey.of(present, RecordType.A),
                Outcome.UNCHANGED,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        return new UpdaterStatus(
                true,
                false,
                List.of(report),
                new UpdaterHealth(List.of()),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new UpdaterStatus.Backlog(0, 0, 0),
                List.of(),
                List.of());
    }

    private void tellOfReplacement() {
        ReconfigurationReport report =
                new ReconfigurationReport(none(), none(), none(), new TreeSet<>(), new TreeSet<>());
        UpdateEvent event = new UpdateEvent.Reconfigured(Instant.EPOCH, report);
        listeners.forEach(listener -> listener.on(event));
    }

    private static <K extends Comparable<K>> ReconfigurationReport.Changes<K> none() {
        return new ReconfigurationReport.Changes<K>(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), 0);
    }

    private Set<String> measured() {
        Set<String> names = new TreeSet<>();
        registry.find("ddns.record.in.sync")
                .gauges()
                .forEach(gauge -> names.add(gauge.getId().getTag("name")));
        return names;
    }

    @Test
    void aReadingOfTheOldRecordsDoesNotHideTheNewOnes() {
        new DdnsMetrics(updater).bindTo(registry);
        meanwhile = () -> {
            registry.get("ddns.records.due").gauge().value(); // reads the old records, and keeps them for a second
            record = "new.example.com";
        };
        tellOfReplacement();

        assertThat(measured()).containsExactly("new.example.com");
    }

    @Test
    void aReplacementWhileTheMetersAreBoundIsNotMissed() throws InterruptedException {
        Thread teller = new Thread(this::tellOfReplacement);
        meanwhileOfStatus = () -> {
            record = "new.example.com";
            teller.start();
        };
        new DdnsMetrics(updater).bindTo(registry);
        teller.join();

        assertThat(measured()).containsExactly("new.example.com");
    }

    @Test
    void anEventThatComesAfterCloseMeasuresNothing() {
        DdnsMetrics metrics = new DdnsMetrics(updater);
        metrics.bindTo(registry);
        metrics.close();
        tellOfReplacement();

        assertThat(measured()).isEmpty();
    }

    @Test
    void theStatusIsNotReadWhileAllIsInSync() {
        new DdnsMetrics(updater).bindTo(registry);
        int before = statusReads;
        UpdateEvent cycle =
                new UpdateEvent.CycleEnded(Instant.EPOCH, new UpdateReport(List.of(), List.of()), Duration.ZERO, 1);
        listeners.forEach(listener -> listener.on(cycle));

        assertThat(statusReads).isEqualTo(before);
    }
}
