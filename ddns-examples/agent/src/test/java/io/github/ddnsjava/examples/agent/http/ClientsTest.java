package io.github.ddnsjava.examples.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.event.DefectPart;
import io.github.ddnsjava.event.UpdateEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are slow, silent or many. */
@Timeout(120)
class ClientsTest {
    @TempDir
    Path directory;

    private static void closeAll(List<RawHttp> clients) throws IOException {
        for (RawHttp client : clients) {
            client.close();
        }
    }

    @Test
    void twoHundredSlowHalfOpenAndIdleClientsHoldNothing() throws IOException {
        List<RawHttp> clients = new ArrayList<>();
        try (Surface surface = new Surface("", directory)) {
            for (int i = 0; i < 200; i++) {
                RawHttp client = new RawHttp(surface.port());
                clients.add(client);
                switch (i % 4) {
                    case 0 -> client.send("GET /status HTTP/1.1\r\nHost: 127.0.0.1");
                    case 1 -> client.send("G");
                    case 2 ->
                        assertThat(client.ask("GET", "/health/live").status()).isEqualTo(200);
                    default -> client.socket.shutdownOutput();
                }
            }
            assertThat(surface.ask("GET", "/status").status()).isEqualTo(200);
            surface.pass(Connections.ASKING.plusSeconds(1));
            for (int i = 0; i < 200; i += 4) {
                clients.get(i).send(":"); // it is not idle
            }
            surface.door.tick();
            for (RawHttp client : clients) {
                assertThat(client.isEnded()).isTrue();
            }
            assertThat(surface.ask("GET", "/status").status()).isEqualTo(200);
        } finally {
            closeAll(clients);
        }
    }

    @Test
    @Tag("thorough")
    void ifThereAreTooManyConnectionsTheOldestIsClosed() throws IOException {
        List<RawHttp> clients = new ArrayList<>();
        try (Surface surface = new Surface("", directory)) {
            RawHttp oldest = new RawHttp(surface.port());
            clients.add(oldest);
            assertThat(oldest.ask("GET", "/health/live").status()).isEqualTo(200);
            surface.pass(Duration.ofSeconds(1));
            for (int i = 0; i < Connections.MOST; i++) {
                RawHttp client = new RawHttp(surface.port());
                clients.add(client);
                assertThat(client.ask("GET", "/health/live").status()).isEqualTo(200);
            }
            assertThat(oldest.isEnded()).isTrue();
            assertThat(surface.ask("GET", "/status").status()).isEqualTo(200);
        } finally {
            closeAll(clients);
        }
    }

    @Test
    void eventsAreShownAndOfTooManyWatchersTheOldestIsDropped() throws IOException {
        List<RawHttp> clients = new ArrayList<>();
        try (Surface surface = new Surface("", directory)) {
            for (int i = 0; i <= EventStreams.MOST; i++) {
                RawHttp client = new RawHttp(surface.port());
                clients.add(client);
                client.send("GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + surface.port() + "\r\n\r\n");
                await(client, ": connected");
            }
            RawHttp first = clients.get(0);
            String line = "";
            while (!line.equals("0")) { // the last chunk
                line = first.line();
            }
            surface.updater.trigger();
            for (RawHttp client : clients.subList(1, clients.size())) {
                await(client, "event: cycle-ended");
                assertThat(client.line())
                        .startsWith("data: {\"at\":\"")
                        .contains("\"records\":[{\"name\":\"home.example.com\"");
            }
            surface.pass(Duration.ofHours(1));
            surface.door.tick();
            RawHttp last = clients.get(EventStreams.MOST);
            await(last, ":");
            surface.updater.trigger();
            await(last, "event: cycle-ended");
        } finally {
            closeAll(clients);
        }
    }

    static void await(RawHttp client, String wanted) throws IOException {
        String line = "";
        while (!line.equals(wanted)) {
            line = client.line();
        }
    }

    /** Reads up to the last chunk. */
    static void awaitEnd(RawHttp client) throws IOException {
        await(client, "0");
    }

    @Test
    void aStreamThatIsReadLastsHoweverMuchItHasShown() throws IOException {
        try (Surface surface = new Surface("", directory);
                RawHttp client = new RawHttp(surface.port())) {
            client.send("GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + surface.port() + "\r\n\r\n");
            await(client, ": connected");
            for (int i = 0; i < 6; i++) {
                String large = "x".repeat(i == 3 ? 3_000_000 : 500_000);
                surface.feed.on(defect(large));
                surface.door.tick();
                await(client, "event: defect");
                assertThat(client.line()).contains(large);
            }
        }
    }

    @Test
    void aStreamThatIsNotReadIsEnded() throws IOException {
        try (Surface surface = new Surface("", directory);
                RawHttp client = new RawHttp(surface.port())) {
            client.send("GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + surface.port() + "\r\n\r\n");
            await(client, ": connected");
            for (int i = 0; i < 40; i++) {
                surface.feed.on(defect("x".repeat(1_000_000)));
            }
            client.skipToTheEnd();
            assertThat(surface.ask("GET", "/status").status()).isEqualTo(200);
        }
    }

    private static UpdateEvent defect(String text) {
        return new UpdateEvent.Defect(Instant.EPOCH, DefectPart.ENGINE, text);
    }

    /** Closed tabs of the page, say: a connection that is gone counts for nothing. */
    @Test
    void manyWhoWereShownEventsAndLeftKeepNobodyOut() throws IOException {
        try (Surface surface = new Surface(Surface.TOKENS, directory)) {
            for (int i = 0; i < Connections.MOST + 44; i++) {
                try (RawHttp http = new RawHttp(surface.port())) {
                    http.send("GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + surface.port() + "\r\n"
                            + Surface.bearer(Surface.AUDITOR) + "\r\n\r\n");
                    assertThat(http.line()).contains(" 200 ");
                }
            }
            assertThat(surface.ask("GET", "/health/live").status()).isEqualTo(200);
            surface.door.tick();
            surface.door.tick();
            assertThat(surface.door.connections()).isLessThan(Connections.MOST / 2);
        }
    }
}
