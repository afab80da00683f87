package io.github.ddnsjava.provider.testkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.publish.ProviderContext;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how long it takes from a detector's event to the first byte that reaches the provider, everything on this
 * host. Not part of the tests: run it by its name. Each event is of another detector, since one detector's next events
 * are looked at together.
 */
class EventBenchmark {
    private static final int WARM_UP = 100;
    private static final int RUNS = 200;
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

    private static final IpAddress BEFORE = IpAddress.parse("9.9.9.9");
    private static final IpAddress AFTER = IpAddress.parse("8.8.8.8");

    /** What came to the provider, and when its first byte did. */
    private record Arrival(long at, String request) {}

    /** Announces when it is told to, and only then asks the other. */
    private static final class Announcing implements IpDetector {
        private final IpDetector asked;
        private volatile Runnable changed = () -> {};
        private volatile boolean happened;

        Announcing(IpDetector asked) {
            this.asked = asked;
        }

        void happen() {
            happened = true;
            changed.run();
        }

        @Override
        public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
            return happened ? asked.detect(family, context) : known(BEFORE);
        }

        @Override
        public Subscription watch(Runnable listener) {
            changed = listener;
            return () -> {};
        }
    }

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    @Test
    void measure() throws Exception {
        IpDetector known = (family, context) -> known(AFTER);
        measure("known address, state in memory", () -> known, Updater.builder());
        measure("known address, state in a file", () -> known, Updater.builder().stateFile(directory.resolve("state")));
        try (ServerSocket one = listen();
                ServerSocket two = listen()) {
            for (ServerSocket each : List.of(one, two)) {
                serve(each, "text/plain", AFTER.toString(), arrival -> {});
            }
            List<Map<String, String>> urls =
                    List.of(Map.of("url", url(one), "operator", "one"), Map.of("url", url(two), "operator", "two"));
            measure(
                    "http, second reading, in memory",
                    () -> IpDetectors.create("http", Settings.of("urls", urls), key -> {
                        throw new AssertionError(key);
                    }),
                    Updater.builder());
        }
    }

    private static Detection known(IpAddress address) {
        return Detection.known(
                address.family(), Set.of(address), SourceAnswer.of("known", "this host", address, Duration.ZERO));
    }

    private interface Detectors {
        IpDetector next();
    }

    private void measure(String what, Detectors detectors, UpdaterBuilder builder) throws Exception {
        List<Announcing> all = new ArrayList<>();
        try (ServerSocket provider = listen()) {
            serve(provider, "application/json", "{\"changed\":true,\"addresses\":[]}", arrivals::add);
            Settings settings = Settings.of("token", SampleFake.TOKEN, "endpoint", url(provider));
            builder.provider(new SampleProvider(settings, ProviderContext.standard()))
                    .schedule(new Schedule(Duration.ofHours(12), 0));
            for (int i = 0; i < WARM_UP + RUNS; i++) {
                all.add(new Announcing(detectors.next()));
                builder.detector("d" + i, all.get(i))
                        .record(ManagedRecord.builder("host-" + i + ".example.com", RecordType.A)
                                .detector("d" + i)
                                .build());
            }
            try (Updater updater = builder.build()) {
                updater.runOnce();
                updater.start();
                report(what, all);
            }
        }
    }

    private void report(String what, List<Announcing> all) throws InterruptedException {
        long[] micros = new long[all.size()];
        for (int i = 0; i < micros.length; i++) {
            arrivals.clear();
            long begun = System.nanoTime();
            all.get(i).happen();
            Arrival first;
            do {
                first = arrivals.poll(10, TimeUnit.SECONDS);
                assertThat(first).as("a request to the provider").isNotNull();
            } while (!first.request().contains("/host-" + i + "."));
            micros[i] = (first.at() - begun) / 1000;
            TimeUnit.MILLISECONDS.sleep(20);
        }
        long cold = micros[0];
        long[] warm = Arrays.copyOfRange(micros, WARM_UP, micros.length);
        Arrays.sort(warm);
        System.out.printf(
                Locale.ROOT,
                "%-32s first %6d us, then median %5d us, 99 %% within %5d us, worst %5d us%n",
                what,
                cold,
                warm[RUNS / 2],
                warm[RUNS * 99 / 100],
                warm[RUNS - 1]);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "benchmark");
        thread.setDaemon(true);
        thread.start();
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static String url(ServerSocket server) {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Answers each request at once, and in one piece. */
    private static void serve(ServerSocket server, String type, String body, Consumer<Arrival> arrived) {
        start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    start(() -> serve(socket, type, body, arrived));
                }
            } catch (IOException closed) {
                // The measurement is over.
            }
        });
    }

    private static void serve(Socket socket, String type, String body, Consumer<Arrival> arrived) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            for (int first = in.read(); first >= 0; first = in.read()) {
                long at = System.nanoTime();
                StringBuilder head = new StringBuilder().append((char) first);
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) in.read());
                }
                Matcher length = LENGTH.matcher(head);
                in.skipNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
                arrived.accept(new Arrival(at, head.toString()));
                String all = "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body;
                socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException closed) {
            // The measurement is over.
        }
    }
}
