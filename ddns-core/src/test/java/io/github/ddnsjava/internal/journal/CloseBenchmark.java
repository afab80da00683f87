package io.github.ddnsjava.internal.journal;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a start and a close take on a disk whose every sync takes 40 ms, for {@code docs/performance.md}. In real
 * time. Run only by name.
 */
class CloseBenchmark {
    private static final Duration SYNC = Duration.ofMillis(40);
    private static final Duration UNDER_WAY = Duration.ofMillis(500);

    @TempDir
    Path directory;

    @Test
    void table() throws Exception {
        System.out.println("| accounts | records each | first cycle | syncs | close in its midst |\n"
                + "| --- | --- | --- | --- | --- |");
        row(10, 1);
        row(1_000, 1);
        row(1, 100_000);
    }

    private void row(int accounts, int records) throws Exception {
        AtomicInteger syncs = new AtomicInteger();
        String cycle = "-";
        if (records == 1) {
            try (Updater updater = updater(accounts, records, syncs, new CountDownLatch(0))) {
                long begun = System.nanoTime();
                updater.runOnce();
                cycle = since(begun).toMillis() + " ms";
            }
        }
        String whole = records == 1 ? syncs.get() + "" : "-";
        CountDownLatch underWay = new CountDownLatch(1);
        Updater updater = updater(accounts, records, new AtomicInteger(), underWay);
        updater.start();
        updater.trigger();
        underWay.await();
        LockSupport.parkNanos(UNDER_WAY.toNanos());
        long begun = System.nanoTime();
        updater.close();
        System.out.printf(
                "| %,d | %,d | %s | %s | %,d ms |%n",
                accounts, records, cycle, whole, since(begun).toMillis());
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private Updater updater(int accounts, int records, AtomicInteger syncs, CountDownLatch written) throws IOException {
        FailingDisk disk = new FailingDisk();
        disk.syncing = () -> {
            syncs.incrementAndGet();
            LockSupport.parkNanos(SYNC.toNanos());
        };
        Path file = java.nio.file.Files.createTempDirectory(directory, "state").resolve("state");
        UpdaterBuilder builder = Updater.builder().detector(new Known()).state(new JournalStore(file, disk));
        for (int account = 0; account < accounts; account++) {
            builder.provider("p" + account, new Hosts("account" + account, written));
            for (int record = 0; record < records; record++) {
                builder.record(ManagedRecord.builder("h" + record + ".a" + account + ".example.com", RecordType.A)
                        .provider("p" + account)
                        .build());
            }
        }
        return builder.lookup((DnsName name, RecordType type) -> Optional.empty())
                .build();
    }

    /** Knows its address. */
    private static final class Known implements IpDetector {
        @Override
        public Detection detect(IpFamily family, io.github.ddnsjava.detect.DetectionContext context) {
            Set<IpAddress> address = Set.of(IpAddress.parse("93.184.216.1"));
            return Detection.known(family, address, new SourceAnswer("known", "known", address, "", Duration.ZERO));
        }
    }

    /** Takes one name after the other, at once; cannot be read. */
    private record Hosts(String account, CountDownLatch written) implements DnsProvider {
        @Override
        public Abilities abilities() {
            return Abilities.builder().build();
        }

        @Override
        public String fingerprint() {
            return "settings";
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
            for (RecordChange change : changes) {
                try {
                    publication.attempting(List.of(change));
                    publication.exchange("GET /update", () -> true);
                    publication.report(change, new ChangeResult.Applied(Outcome.UPDATED, Set.of(), Map.of()));
                    written.countDown();
                } catch (Publication.NotNowException e) {
                    // the gate says the same of the next
                }
            }
        }
    }
}
