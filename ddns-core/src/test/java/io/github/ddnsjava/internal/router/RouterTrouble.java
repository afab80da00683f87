package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.detect.IpDetector;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** What the watch of a router logs, for tests of other packages. */
public final class RouterTrouble {
    private RouterTrouble() {}

    /** A router is listened to, and then lost. */
    public static void lostRouter() throws InterruptedException {
        CountDownLatch again = new CountDownLatch(2);
        try (IpDetector.Subscription watch = RouterWatch.start(
                "upnp",
                () -> IpAddress.parse("127.0.0.1"),
                path -> ear -> {
                    again.countDown();
                    ear.listening();
                    throw new IOException("the connection was reset");
                },
                () -> {})) {
            again.await();
            assertThat(watch).isNotNull();
        }
    }
}
