package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.ddnsjava.examples.agent.command.FakeCloudflare;
import java.io.IOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A host that loads the library in a plug-in, uses it and drops it can unload it: no thread of the host, and nothing
 * static in the JDK or in what the host shares with it, holds the plug-in's class loader.
 */
class ClassLoadersTest {
    private static final int PLUGINS = 2;
    /** Each waits a tenth of a second at most. What ends last are idle threads: of the JDK's HTTP client, 3 s. */
    private static final int ROUNDS = 1200;

    @TempDir
    Path folder;

    private FakeCloudflare cloudflare;
    private HttpServer web;
    private final ReferenceQueue<ClassLoader> unloaded = new ReferenceQueue<>();
    private final Set<PhantomReference<ClassLoader>> plugins = new HashSet<>();

    @BeforeEach
    void start() throws IOException {
        cloudflare = new FakeCloudflare();
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Map.of("/ip", "203.0.113.7", "/json", "{\"ip\": \"203.0.113.7\"}", "/nic/update", "good 203.0.113.7")
                .forEach((path, text) -> web.createContext(path, exchange -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                }));
        web.start();
        Files.writeString(folder.resolve("address"), "203.0.113.8\n");
    }

    @AfterEach
    void stop() {
        cloudflare.close();
        web.stop(0);
    }

    @Test
    @Tag("thorough")
    @Tag("promise-19")
    void aPlugInThatUsedTheLibraryCanBeUnloaded() throws Exception {
        canBeUnloaded(true, true);
    }

    @ParameterizedTest(name = "a plug-in with all it needs: {0}; in threads of the host: {1}")
    @CsvSource({"true, false", "false, true", "false, false"})
    @Tag("promise-19")
    @Tag("thorough")
    void soItIsInOtherHosts(boolean withAllItNeeds, boolean inThreadsOfTheHost) throws Exception {
        canBeUnloaded(withAllItNeeds, inThreadsOfTheHost);
    }

    private void canBeUnloaded(boolean withAllItNeeds, boolean inThreadsOfTheHost) throws Exception {
        Predicate<String> own = name -> withAllItNeeds || name.startsWith("io.github.ddnsjava.");
        // Threads that are there before the plug-in: what starts one, it inherits from.
        ScheduledThreadPoolExecutor host = new ScheduledThreadPoolExecutor(4);
        host.prestartAllCoreThreads();
        try {
            for (int number = 0; number < PLUGINS; number++) {
                use(number, own, inThreadsOfTheHost ? host : null);
            }
            for (int i = 0; i < ROUNDS && !plugins.isEmpty(); i++) {
                linkARecordOfAnotherPlugIn();
                System.gc();
                plugins.remove(unloaded.remove(100));
            }
            assertThat(plugins).as("class loaders that something holds").isEmpty();
        } finally {
            host.shutdownNow();
        }
    }

    private void use(int number, Predicate<String> own, @Nullable ScheduledExecutorService threads) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (ChildFirstLoader loader = ChildFirstLoader.of(own)) {
            plugins.add(new PhantomReference<>(loader, unloaded));
            thread.setContextClassLoader(loader);
            Object plugin = loader.loadClass(Plugin.class.getName())
                    .getConstructor(Path.class, ScheduledExecutorService.class)
                    .newInstance(configuration(number), threads);
            assertThat(plugin).isNotInstanceOf(Plugin.class);
            String outcomes = ((Callable<?>) plugin).call().toString();
            assertThat(outcomes).contains("at cf created", "at dyn updated", "at own failed");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** One of everything that could leave something behind: files, sockets, programs, DNS, threads, JSON, a journal. */
    private Path configuration(int number) throws IOException {
        String url = "http://127.0.0.1:" + web.getAddress().getPort();
        return Files.writeString(folder.resolve("ddns-" + number + ".json"), """
                {
                  "detectors": {
                    "web": { "type": "http", "allow": ["203.0.113.0/24"], "urls":
                        ["%1$s/ip", { "url": "%1$s/json", "format": "json", "operator": "other" }] },
                    "file": { "type": "file", "path": "address", "allow": ["203.0.113.0/24"] },
                    "command": { "type": "command", "command": ["echo", "203.0.113.9"], "allow": ["203.0.113.0/24"] },
                  },
                  "providers": {
                    "cf": { "type": "cloudflare", "token": "%2$s", "endpoint": "%3$s" },
                    "dyn": { "type": "dyndns2", "endpoint": "%1$s/nic/update", "username": "u", "password": "secret-secret" },
                    // Nobody listens there.
                    "own": { "type": "rfc2136", "server": "127.0.0.1", "port": 1, "keyName": "k", "keySecret": "c2VjcmV0c2VjcmV0" },
                  },
                  "records": [
                    { "name": "file%4$d.example.com", "type": "A", "detector": "file", "provider": "cf" },
                    { "name": "web%4$d.example.com", "type": "A", "detector": "web", "provider": "cf" },
                    { "name": "web%4$d.example.com", "type": "A", "detector": "web", "provider": "dyn" },
                    { "name": "command%4$d.example.com", "type": "A", "detector": "command", "provider": "own" },
                  ],
                  "lookup": { "servers": ["127.0.0.1:1"] },
                  "retry": { "retryWithin": "0s" },
                  "state": { "file": "ddns-state-%4$d" },
                }
                """.formatted(
                        url, FakeCloudflare.TOKEN, cloudflare.endpoint(), number));
    }

    /**
     * The JDK remembers the last record of a plug-in whose {@code equals}, {@code hashCode} or {@code toString} was
     * linked, in a cache of a method handle: JDK 17 for ever, later ones until memory is short. The record of another
     * plug-in takes its place. Again in each round, because a thread of the plug-in may end only after the updater was
     * closed, and link a record then.
     */
    private static void linkARecordOfAnotherPlugIn() throws Exception {
        String name = LinkedRecord.class.getName();
        try (ChildFirstLoader another = ChildFirstLoader.of(name::equals)) {
            Class<?> type = another.loadClass(name);
            Object one = type.getConstructor(type).newInstance((Object) null);
            Object two = type.getConstructor(type).newInstance(one);
            assertThat(one).isNotEqualTo(two);
            assertThat(one.hashCode()).isZero();
            assertThat(two).hasToString("LinkedRecord[inner=LinkedRecord[inner=null]]");
        }
    }
}
