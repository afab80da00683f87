package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.detect.IpDetector;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RouterWatchTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private static void untilInterrupted() throws IOException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    @Test
    void countsBeginningAnewAsASignBecauseSomeMayHaveBeenMissed() throws Exception {
        Deque<String> fates = new ArrayDeque<>(List.of("fails", "stays"));
        try (IpDetector.Subscription watch = RouterWatch.start(
                "test",
                () -> IpAddress.parse("127.0.0.1"),
                path -> ear -> {
                    heard.add("begun");
                    ear.listening();
                    if (fates.remove().equals("fails")) {
                        throw new IOException("the cable was pulled");
                    }
                    untilInterrupted();
                },
                () -> heard.add("changed"))) {
            assertThat(watch).isNotNull();
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("begun");
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("begun");
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("changed");
        }
    }

    @Test
    void waitsForARouterToAppear() throws Exception {
        Deque<String> routes = new ArrayDeque<>(List.of("none", "one"));
        try (IpDetector.Subscription watch = RouterWatch.start(
                "test",
                () -> {
                    if (routes.remove().equals("none")) {
                        throw new IOException("no default gateway");
                    }
                    return IpAddress.parse("127.0.0.1");
                },
                path -> ear -> {
                    ear.listening();
                    untilInterrupted();
                },
                () -> heard.add("changed"))) {
            assertThat(watch).isNotNull();
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("changed");
        }
    }

    @Test
    void beginsAnewWithTheNewRouterWhenThereIsAnother() throws Exception {
        Deque<String> gateways = new ArrayDeque<>(List.of("127.0.0.1", "127.0.0.1", "127.0.0.2"));
        try (IpDetector.Subscription watch = RouterWatch.start(
                "test",
                () -> IpAddress.parse(gateways.size() > 1 ? gateways.remove() : gateways.element()),
                path -> ear -> {
                    heard.add("router " + path.gateway());
                    ear.lookAround();
                    heard.add("the same");
                    ear.lookAround();
                    untilInterrupted();
                },
                () -> heard.add("changed"))) {
            assertThat(watch).isNotNull();
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("router 127.0.0.1");
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("the same");
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("router 127.0.0.2");
        }
    }

    @Test
    void anEarThatFailsEndsNothing() throws Exception {
        try (IpDetector.Subscription watch = RouterWatch.start(
                "test",
                () -> IpAddress.parse("127.0.0.1"),
                path -> ear -> {
                    heard.add("begun");
                    ear.changed();
                },
                () -> {
                    throw new IllegalStateException("closed");
                })) {
            assertThat(watch).isNotNull();
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("begun");
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("begun");
        }
    }
}
