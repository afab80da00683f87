package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.examples.agent.action.Actions;
import io.github.ddnsjava.examples.agent.action.Audit;
import io.github.ddnsjava.examples.agent.action.EventFeed;
import io.github.ddnsjava.examples.agent.action.InSync;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The HTTP surface of an updater whose provider finds every record in sync. Its clock stands still until it is moved. */
final class Surface implements AutoCloseable {
    static final String AUDITOR = "auditor-token-000000";
    static final String OPERATOR = "operator-token-00000";
    static final String ADMINISTRATOR = "administrator-token-0";

    static final String TOKENS = """
            "tokens": [
              {"name": "prometheus", "role": "auditor", "token": "%s"},
              {"name": "ops", "role": "operator", "token": "%s"},
              {"name": "root", "role": "administrator", "sha256": "%s"}
            ]""".formatted(AUDITOR, OPERATOR, HttpSettings.sha256(ADMINISTRATOR));

    final List<Duration> delays = new CopyOnWriteArrayList<>();
    final List<Runnable> delayed = new CopyOnWriteArrayList<>();
    final List<EventFeed.Item> events = new CopyOnWriteArrayList<>();
    final Updater updater;
    final EventFeed feed = new EventFeed();
    final HttpDoor door;
    private volatile Instant now = Instant.parse("2026-11-30T12:00:00Z");

    /** Opens it with these settings, without braces; it listens on a free port of loopback. */
    Surface(String http, Path directory) {
        this.updater = InSync.updater(feed);
        feed.subscribe(events::add);
        InstantSource clock = () -> now;
        Actions actions = new Actions(updater, new Audit(feed, clock));
        this.door = new HttpDoor(settings(http, directory), actions, feed, clock, Optional.of((delay, task) -> {
            delays.add(delay);
            delayed.add(task);
        }));
    }

    static HttpSettings settings(String http, Path directory) {
        String listen = http.contains("\"listen\"") ? "" : "\"listen\": \"127.0.0.1:0\"";
        String json = """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                  "providers": { "dd": { "type": "duckdns", "token": "00000000-0000-0000-0000-000000000000" } },
                  "records": [ { "name": "home.duckdns.org", "types": ["A"] } ],
                  "http": { %s%s%s }
                }
                """.formatted(listen, listen.isEmpty() || http.isEmpty() ? "" : ", ", http);
        return HttpSettings.of(UpdaterConfiguration.parse(json, directory, HttpSection.SPEC))
                .orElseThrow();
    }

    int port() {
        return door.port();
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    RawHttp.Answer ask(String method, String target, String... headers) throws IOException {
        return RawHttp.ask(port(), method, target, headers);
    }

    static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    @Override
    public void close() {
        door.close();
        updater.close();
    }
}
