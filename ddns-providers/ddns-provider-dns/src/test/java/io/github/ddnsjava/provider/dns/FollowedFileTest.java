package io.github.ddnsjava.provider.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.event.UpdateEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** An updater of 1,000 records at a real server follows edits of its file, and touches only what changed. */
@Tag("servers")
@Tag("thorough")
class FollowedFileTest {
    private static final int RECORDS = 1_000;

    @TempDir
    private Path directory;

    private final LinkedBlockingQueue<UpdateEvent> events = new LinkedBlockingQueue<>();

    private String text(Bind bind, String more, IntStream numbers) {
        String records = numbers.mapToObj(i ->
                        "{\"name\": \"r%d.example.com\", \"types\": \"A\", \"zone\": \"example.com\"}".formatted(i))
                .collect(Collectors.joining(",\n"));
        return """
                {"detectors": {"wan": {"type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24"}},
                 "providers": {"bind": {"type": "rfc2136", "server": "127.0.0.1", "port": %d, "keyName": "%s",
                                        "keySecret": "${file:key}"}},
                 "records": [%s],
                 "policy": {"confirm": "none"}%s}
                """.formatted(bind.port(), Bind.ZONE_KEY, records, more);
    }

    private UpdaterBuilder setUp(UpdaterConfiguration configuration) {
        return configuration.toBuilder().listener(events::add);
    }

    private Path save(String text) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), text);
        return Files.move(
                next,
                directory.resolve("ddns.json"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private <E extends UpdateEvent> E await(Class<E> type) throws InterruptedException {
        while (true) {
            UpdateEvent event = events.poll(60, TimeUnit.SECONDS);
            assertThat(event).as("an event in time").isNotNull();
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
    }

    private ReconfigurationReport awaitReport(Predicate<ReconfigurationReport> wanted) throws InterruptedException {
        while (true) {
            ReconfigurationReport report = await(UpdateEvent.Reconfigured.class).report();
            if (wanted.test(report)) {
                return report;
            }
        }
    }

    /** Waits until that many records were written, and returns their first labels in order. */
    private List<String> awaitChanges(int number) throws InterruptedException {
        List<String> names = new ArrayList<>();
        while (names.size() < number) {
            names.add(await(UpdateEvent.Changed.class).name().labels().get(0));
        }
        return names.stream().sorted().toList();
    }

    @Test
    @Timeout(300)
    @Tag("promise-23")
    void onlyWhatAnEditChangesIsTouched() throws Exception {
        Files.writeString(directory.resolve("key"), Bind.SECRET);
        try (Bind bind = Bind.start()) {
            UpdaterConfiguration first = UpdaterConfiguration.load(save(text(bind, "", IntStream.range(0, RECORDS))));
            try (Updater updater = setUp(first).build()) {
                updater.start();
                updater.follow(first, this::setUp);
                awaitChanges(RECORDS);
                await(UpdateEvent.CycleEnded.class);

                save(text(bind, ", \"schedule\": {\"every\": \"10m\"}", IntStream.range(1, RECORDS + 5)));
                ReconfigurationReport report =
                        await(UpdateEvent.Reconfigured.class).report();
                assertThat(report.records().added()).hasSize(5);
                assertThat(report.records().removed()).hasSize(1);
                assertThat(report.records().changed()).isEmpty();
                assertThat(report.records().untouched()).isEqualTo(RECORDS - 1);
                assertThat(report.providers().isEmpty()).isTrue();
                assertThat(report.settings()).containsExactly("schedule");
                assertThat(awaitChanges(5)).containsExactly("r1000", "r1001", "r1002", "r1003", "r1004");
                await(UpdateEvent.CycleEnded.class);

                Files.writeString(directory.resolve("key"), "d3Jvbmc=");
                report = await(UpdateEvent.Reconfigured.class).report();
                assertThat(report.providers().changed()).containsExactly("bind");

                Files.writeString(directory.resolve("key"), Bind.SECRET);
                report = await(UpdateEvent.Reconfigured.class).report();
                assertThat(report.providers().changed()).containsExactly("bind");

                save(text(bind, "", IntStream.range(1, RECORDS + 6)));
                assertThat(awaitChanges(1)).containsExactly("r1005");

                String all = text(bind, "", IntStream.range(1, RECORDS + 6));
                String record = "\"r10.example.com\", \"types\": \"A\"";
                save(all.replace(record, record + ", \"ttl\": \"2m\""));
                report = awaitReport(changes -> !changes.records().changed().isEmpty());
                assertThat(report.records()).hasToString("1 changed (r10.example.com A at bind), 1004 untouched");
                assertThat(report.providers().isEmpty()).isTrue();
                assertThat(awaitChanges(1)).containsExactly("r10");
                assertThat(bind.at("example.com", "r10.example.com"))
                        .singleElement()
                        .asString()
                        .contains("120");

                save(all.replace(record, record + ", \"ttl\": \"2m\"")
                        .replace("\"keyName\"", "\"timeout\": \"7s\", \"keyName\""));
                report = awaitReport(changes -> !changes.providers().isEmpty());
                assertThat(report.providers().changed()).containsExactly("bind");
                await(UpdateEvent.CycleEnded.class);
                assertThat(events)
                        .as("another time limit changes no record")
                        .noneMatch(UpdateEvent.Changed.class::isInstance);

                save("{\"records\": [");
                assertThat(await(UpdateEvent.ConfigurationTroubled.class)
                                .problem()
                                .message())
                        .contains("ddns.json");
                assertThat(updater.status().records()).hasSize(RECORDS + 5);
            }
            assertThat(bind.at("example.com", "r0.example.com"))
                    .as("a record that is removed from the file stays in DNS")
                    .singleElement()
                    .asString()
                    .endsWith("A 203.0.113.7");
            assertThat(bind.at("example.com", "r1005.example.com")).hasSize(1);
            assertThat(bind.transfer("example.com").stream().filter(record -> record.getType() == Type.A))
                    .hasSize(RECORDS + 6);
        }
    }
}
