package io.github.ddnsjava.examples.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.ddnsjava.examples.agent.action.Audit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the paths do. */
@Timeout(120)
class ActionsTest {
    private static final String OPERATOR = Surface.bearer(Surface.OPERATOR);
    private static final String AUDITOR = Surface.bearer(Surface.AUDITOR);

    @TempDir
    Path directory;

    private Surface surface;

    @BeforeEach
    void open() {
        surface = new Surface(Surface.TOKENS, directory);
    }

    @AfterEach
    void close() {
        surface.close();
    }

    private String post(String target) throws IOException {
        RawHttp.Answer answer = surface.ask("POST", target, OPERATOR);
        return answer.status() + " " + answer.body().strip();
    }

    @Test
    void aPauseLastsUntilItIsEnded() throws IOException {
        assertThat(post("/pause")).isEqualTo("200 {\"outcome\":\"paused\"}");
        assertThat(surface.ask("GET", "/status", AUDITOR).body()).contains("\"paused\":true");
        assertThat(post("/trigger")).startsWith("409 ").contains("resume it first");
        assertThat(post("/resume?record=home.example.com")).isEqualTo("200 {\"outcome\":\"resumed\"}");
        assertThat(surface.updater.status().paused()).as("ends holds only").isTrue();
        assertThat(post("/resume")).isEqualTo("200 {\"outcome\":\"resumed\"}");
        assertThat(surface.updater.status().paused()).isFalse();
        assertThat(post("/pause")).startsWith("200 ");
        assertThat(post("/resume?all")).isEqualTo("200 {\"outcome\":\"resumed\"}");
        assertThat(surface.updater.status().paused()).isFalse();
        assertThat(post("/trigger")).isEqualTo("202 {\"outcome\":\"started\"}");
    }

    @Test
    void whatIsResumedHasToBeThere() throws IOException {
        assertThat(post("/resume?record=HOME.example.com.")).startsWith("200 ");
        assertThat(post("/resume?record=other.example.com")).startsWith("404 ").contains("there are home.example.com");
        for (String query : List.of("?record=", "?record=a&record=b", "?all=1", "?config=/etc/passwd", "?record=%zz")) {
            assertThat(post("/resume" + query)).as(query).startsWith("400 ");
        }
        assertThat(post("/trigger?all")).startsWith("400 ");
        assertThat(surface.ask("POST", "/reload?file=/tmp/x", Surface.bearer(Surface.ADMINISTRATOR))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theStatusSaysOfEachRecordWhetherItIsInSync() throws Exception {
        surface.updater.runOnce();
        assertThat(surface.ask("GET", "/status", AUDITOR).body()).contains("\"inSync\":true");
    }

    @Test
    void aPlanIsAReport() throws IOException {
        assertThat(post("/plan")).startsWith("200 {\"records\":[{\"name\":\"home.example.com\"");
    }

    private List<String> trail() {
        return Trail.of(surface.events);
    }

    @Test
    void eachActionIsAnEventAlsoARefusedOne() throws IOException {
        String here = "127.0.0.1:" + surface.port();
        post("/pause");
        post("/resume?record=nothing%0aINFO+forged");
        surface.ask("POST", "/pause", AUDITOR);
        surface.ask("POST", "/reload");
        surface.ask("POST", "/pause", "Host: evil.example", OPERATOR);
        surface.ask("POST", "/pause", "Host: " + here, "Origin: https://evil.example", OPERATOR);
        surface.ask("POST", "/pause", OPERATOR, "Content-Length: 1");
        post("/trigger?all");
        surface.ask("GET", "/status", AUDITOR);
        surface.ask("GET", "/pause", OPERATOR); // is not asked for by that method
        surface.ask("GET", "/pause");
        assertThat(trail())
                .containsExactly(
                        "ops (operator, 127.0.0.1): pause  paused",
                        "ops (operator, 127.0.0.1): resume nothing?INFO forged unknown-record",
                        "prometheus (auditor, 127.0.0.1): pause  refused",
                        " (unknown, 127.0.0.1): reload  refused",
                        " (foreign Host or Origin, 127.0.0.1): pause  refused",
                        " (foreign Host or Origin, 127.0.0.1): pause  refused",
                        "ops (operator, 127.0.0.1): pause  refused",
                        "ops (operator, 127.0.0.1): trigger all refused");
    }

    @Test
    void eachActionIsALineWithKeysInWhichNoNameLooksLikeAnotherPart() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(Audit.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        try {
            post("/resume?record=a%22:+resumed");
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
        assertThat(log.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.INFO);
            assertThat(line.getFormattedMessage())
                    .isEqualTo("\"ops\" (operator, 127.0.0.1) asked for resume of \"a': resumed\": unknown-record");
            assertThat(line.getKeyValuePairs())
                    .map(pair -> pair.key + "=" + pair.value)
                    .containsExactly(
                            "who=ops",
                            "role=operator",
                            "from=127.0.0.1",
                            "action=resume",
                            "record=a\": resumed",
                            "outcome=unknown-record",
                            "times=1");
        });
    }

    /** Otherwise whoever reaches the port could fill the disk, or hide an attack among its lines. */
    @Test
    void ofManyRefusedActionsThatAreAlikeTenHaveALineAndTheOthersANumber() throws IOException {
        String wrong = Surface.bearer("wrong-token-00000000");
        for (int i = 0; i < 13; i++) {
            try (RawHttp http = new RawHttp(surface.port())) {
                http.send("POST /pause HTTP/1.1\r\nHost: 127.0.0.1:" + surface.port() + "\r\n" + wrong + "\r\n\r\n");
                if (i >= 10) {
                    while (surface.delayed.isEmpty()) {
                        Thread.onSpinWait();
                    }
                    surface.delayed.remove(0).run();
                }
                assertThat(http.answer(false).status()).isEqualTo(401);
            }
        }
        surface.door.tick();
        String refused = " (unknown, 127.0.0.1): pause  refused";
        assertThat(trail()).hasSize(10).containsOnly(refused);
        surface.pass(Duration.ofMinutes(1));
        surface.door.tick();
        surface.door.tick();
        assertThat(trail()).hasSize(11).endsWith(refused + ", 3 times");
    }

    @Test
    void wrongTokensAreSlowedByTheirAddressAndARightOneNever() throws IOException {
        String wrong = Surface.bearer("wrong-token-00000000");
        for (int i = 0; i < 10; i++) {
            assertThat(surface.ask("GET", "/status", wrong).status()).isEqualTo(401);
        }
        assertThat(surface.delays).isEmpty();
        try (RawHttp first = new RawHttp(surface.port());
                RawHttp second = new RawHttp(surface.port())) {
            for (RawHttp slowed : List.of(first, second)) {
                slowed.send("POST /pause HTTP/1.1\r\nHost: 127.0.0.1:" + surface.port() + "\r\n" + wrong + "\r\n\r\n");
            }
            assertThat(surface.ask("GET", "/status", AUDITOR).status()).isEqualTo(200);
            while (surface.delayed.size() < 2) {
                Thread.onSpinWait();
            }
            assertThat(surface.delays).containsExactlyInAnyOrder(Duration.ofSeconds(1), Duration.ofSeconds(2));
            surface.delayed.forEach(Runnable::run);
            assertThat(first.answer(false).status()).isEqualTo(401);
            assertThat(second.answer(false).status()).isEqualTo(401);
        }
        surface.pass(Duration.ofSeconds(61));
        assertThat(surface.ask("GET", "/status", wrong).status()).isEqualTo(401);
        assertThat(surface.delays).hasSize(2);
    }

    @Test
    void metricsAreForPrometheus() throws IOException {
        RawHttp.Answer text = surface.ask("GET", "/metrics", AUDITOR);
        assertThat(text.headers()).containsEntry("content-type", "text/plain; version=0.0.4; charset=utf-8");
        assertThat(text.body()).contains("# HELP jvm_memory_used_bytes", "process_uptime_seconds");
        RawHttp.Answer open = surface.ask(
                "GET", "/metrics", AUDITOR, "Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertThat(open.headers())
                .containsEntry("content-type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body()).endsWith("# EOF\n");
    }

    @Test
    void healthIsOneWord() throws Exception {
        assertThat(surface.ask("GET", "/health/live").body()).isEqualTo("live\n");
        RawHttp.Answer starting = surface.ask("GET", "/health/ready");
        assertThat(starting.status()).isEqualTo(503);
        assertThat(starting.body()).isEqualTo("starting\n");
        surface.updater.start();
        surface.updater.runOnce();
        RawHttp.Answer ready = surface.ask("GET", "/health/ready");
        assertThat(ready.body()).isEqualTo("ready\n");
        assertThat(ready.status()).isEqualTo(200);
        surface.updater.close();
        assertThat(surface.ask("GET", "/health/ready").body()).isEqualTo("stopped\n");
        RawHttp.Answer stopped = surface.ask("GET", "/health/live");
        assertThat(stopped.body()).isEqualTo("stopped\n");
        assertThat(stopped.status()).isEqualTo(503);
    }
}
