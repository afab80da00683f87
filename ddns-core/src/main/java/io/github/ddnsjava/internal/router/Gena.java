package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.internal.http.Deadline;
import io.github.ddnsjava.internal.http.LanHttp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Events of the router's WAN connections (UPnP Device Architecture 2.0 section 4): subscribed to, renewed at half their
 * time, and ended at the close. The router connects to a port of ours, on the address towards it; nobody else is
 * listened to, and of the router only what names one of our subscriptions. An event is only a hint; nothing is taken
 * from it. One thread serves all, so a connection that dawdles is cut off after two seconds.
 *
 * <p>A subscription that the router no longer knows, as after its restart, and an event that was missed end the
 * session; {@link RouterWatch} begins another.
 */
final class Gena implements RouterWatch.Session {
    private static final Duration EXCHANGE = Duration.ofSeconds(5);
    private static final Duration SEARCH = Duration.ofSeconds(10);
    private static final Duration NOTIFY = Duration.ofSeconds(2);
    private static final Duration GOODBYE = Duration.ofMillis(500);
    private static final int MAX_NOTIFY = 64 * 1024;
    private static final int BACKLOG = 8;
    private static final String PATH = "/ddnsjava";

    private final Upnp upnp;
    private final RouterPath path;
    private final List<GenaSubscription> subscriptions = new ArrayList<>();

    Gena(Upnp upnp, RouterPath path) {
        this.upnp = upnp;
        this.path = path;
    }

    @Override
    public void run(RouterWatch.Ear ear) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open();
                Selector selector = Selector.open()) {
            server.bind(path.localAt(0), BACKLOG);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            try {
                subscribe("<http://" + path.local() + ":" + port + PATH + ">");
                ear.listening();
                while (!Thread.currentThread().isInterrupted()) {
                    if (selector.select(untilRenewal().toMillis()) == 0) {
                        ear.lookAround();
                    }
                    selector.selectedKeys().clear();
                    for (SocketChannel caller = server.accept(); caller != null; caller = server.accept()) {
                        serve(caller, ear);
                    }
                    renew();
                }
            } finally {
                unsubscribe();
            }
        }
    }

    private void subscribe(String callback) throws IOException {
        IOException failure = new IOException("the router's WAN connections offer no events");
        for (WanService service : upnp.services(path, Deadline.after(SEARCH))) {
            if (service.events().isPresent()) {
                URI at = service.events().get();
                try {
                    subscriptions.add(GenaSubscription.begin(at, callback, Deadline.after(EXCHANGE)));
                } catch (IOException e) {
                    failure = e;
                }
            }
        }
        if (subscriptions.isEmpty()) {
            upnp.forget(failure);
            throw failure;
        }
    }

    private Duration untilRenewal() {
        long nanos = RouterWatch.LOOK_AROUND.toNanos();
        for (GenaSubscription each : subscriptions) {
            nanos = Math.min(nanos, each.renewAt() - System.nanoTime());
        }
        return Duration.ofNanos(Math.max(1_000_000, nanos));
    }

    private void renew() throws IOException {
        for (GenaSubscription each : subscriptions) {
            if (each.renewAt() - System.nanoTime() <= 0) {
                each.renew(Deadline.after(EXCHANGE));
            }
        }
    }

    private void serve(SocketChannel caller, RouterWatch.Ear ear) throws IOException {
        boolean missed = false;
        try (caller) {
            if (!((InetSocketAddress) caller.getRemoteAddress())
                    .getAddress()
                    .equals(path.gateway().toInetAddress())) {
                return;
            }
            LanHttp.Request request = LanHttp.readRequest(caller, MAX_NOTIFY, Deadline.after(NOTIFY));
            GenaSubscription of = subscriptions.stream()
                    .filter(each -> each.isNotifiedBy(request))
                    .findFirst()
                    .orElse(null);
            if (of == null || !request.target().equals(PATH)) {
                LanHttp.answer(caller, 412, "Precondition Failed");
                return;
            }
            LanHttp.answer(caller, 200, "OK");
            switch (of.take(request)) {
                case NEWS -> ear.changed();
                case OTHER -> {}
                case MISSED -> {
                    ear.changed();
                    missed = true;
                }
            }
        } catch (IOException e) {
            // A caller that is no router speaking UPnP concerns nobody; but an interrupt must be seen.
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
        }
        if (missed) {
            throw new IOException("an event of the router was missed; subscribing anew");
        }
    }

    private void unsubscribe() {
        boolean interrupted = Thread.interrupted(); // which would cut the goodbye short
        Deadline deadline = Deadline.after(GOODBYE);
        subscriptions.forEach(each -> each.end(deadline));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
