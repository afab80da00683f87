package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the library's log tells at INFO and WARN, by the message alone. */
@Timeout(120)
class StoryTest {
    @TempDir
    Path directory;

    private final Logger events = (Logger) LoggerFactory.getLogger("io.github.ddnsjava.events");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private FakeCloudflare cloudflare;

    @BeforeEach
    void listen() throws IOException {
        cloudflare = new FakeCloudflare();
        Files.writeString(directory.resolve("token"), FakeCloudflare.TOKEN);
        lines.start();
        events.addAppender(lines);
        events.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        events.setLevel(null);
        events.detachAppender(lines);
        cloudflare.close();
    }

    private UpdaterConfiguration config(String detector) {
        return UpdaterConfiguration.parse("""
                {
                  "detectors": { "wan": %s },
                  "providers": { "cf": { "type": "cloudflare", "token": "${file:token}", "endpoint": "%s" } },
                  "records": [ { "name": "home.example.com", "types": ["A", "AAAA"] } ],
                  "schedule": { "every": "1h", "jitter": 0 },
                  "retry": { "retryWithin": "0s" },
                  "state": { "file": "ddns-state" }
                }
                """.formatted(detector, cloudflare.endpoint()), directory);
    }

    private List<String> messages(Level level) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void anUpdaterSaysOnceHowItIsSetUpAndOnceHowItWasLeft() throws InterruptedException {
        LinkedBlockingQueue<UpdateEvent> ended = new LinkedBlockingQueue<>();
        try (Updater updater =
                config("{ \"type\": \"static\", \"ipv4\": \"203.0.113.7\", \"allow\": \"203.0.113.0/24\" }").toBuilder()
                        .listener(event -> {
                            if (event instanceof UpdateEvent.CycleEnded) {
                                ended.add(event);
                            }
                        })
                        .build()) {
            updater.start();
            updater.start();
            assertThat(ended.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(messages(Level.INFO))
                .filteredOn(text -> text.startsWith("ddnsjava"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains(
                                        "ddnsjava " + Product.VERSION + " started",
                                        "2 records",
                                        "detectors [wan]",
                                        "providers [cf]",
                                        "every 1h",
                                        "ddns-state",
                                        "first check at 2"),
                        last -> assertThat(last)
                                .contains("ddnsjava " + Product.VERSION + " closed after", "2 of 2 records in sync"));
    }

    @Test
    void anUpdaterThatIsNeverStartedSaysNothingOfItself() throws InterruptedException {
        try (Updater updater =
                config("{ \"type\": \"static\", \"ipv4\": \"203.0.113.7\", \"allow\": \"203.0.113.0/24\" }").toBuilder()
                        .build()) {
            updater.runOnce();
        }
        assertThat(messages(Level.INFO)).noneMatch(text -> text.startsWith("ddnsjava"));
    }

    @Test
    void thatALineHasNoAddressOfAFamilyIsSaidOnceAtInfo() throws InterruptedException {
        try (Updater updater =
                config("{ \"type\": \"static\", \"ipv4\": \"203.0.113.7\", \"allow\": \"203.0.113.0/24\" }").toBuilder()
                        .build()) {
            assertThat(updater.runOnce().isRight()).isTrue();
            assertThat(updater.runOnce().isRight()).isTrue();
        }
        assertThat(messages(Level.INFO))
                .filteredOn(text -> text.contains("no ipv6 address"))
                .singleElement()
                .asString()
                .startsWith("detector wan ipv6");
        assertThat(messages(Level.WARN)).isEmpty();
    }

    @Test
    void aDeadDetectorIsSaidOnceAtWarnAndItsReturnOnceAtInfo() throws Exception {
        Path file = directory.resolve("address");
        try (Updater updater =
                config("{ \"type\": \"file\", \"path\": \"address\", \"allow\": \"203.0.113.0/24\" }").toBuilder()
                        .build()) {
            assertThat(updater.runOnce().isRight()).isFalse();
            assertThat(updater.runOnce().isRight()).isFalse();
            Files.writeString(file, "203.0.113.7\n");
            updater.runOnce();
        }
        assertThat(messages(Level.WARN))
                .filteredOn(text -> text.startsWith("detector wan ipv4"))
                .hasSize(1);
        assertThat(messages(Level.INFO)).contains("detector wan ipv4 answers again; its records are updated again");
    }
}
