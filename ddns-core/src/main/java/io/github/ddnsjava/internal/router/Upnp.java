package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.internal.http.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The router as a UPnP Internet gateway device. Searched once, then remembered until it fails or another is asked.
 * Thread-safe.
 */
final class Upnp {
    private record Known(IpAddress gateway, List<WanService> services) {}

    private final InetSocketAddress group;
    private final Duration patience;
    private volatile @Nullable Known known;

    /**
     * Makes one that knows nothing yet.
     *
     * @param group where it is searched
     * @param patience how long; devices answer within the second that a search grants them, and it is repeated
     */
    Upnp(InetSocketAddress group, Duration patience) {
        this.group = group;
        this.patience = patience;
    }

    /**
     * Asks for the external address.
     *
     * @return the text that the router answers
     */
    String externalAddress(RouterPath path, Deadline deadline) throws IOException {
        Known before = known;
        if (before != null && before.gateway().equals(path.gateway())) {
            try {
                return externalAddress(before.services(), deadline);
            } catch (IOException e) {
                // Its port and paths may be others after a restart or an update, so it is searched again.
                forget(e);
            }
        }
        return externalAddress(services(path, deadline), deadline);
    }

    /**
     * Forgets what was found.
     *
     * @throws IOException the failure that led to it, if the thread was interrupted
     */
    void forget(IOException failure) throws IOException {
        known = null;
        if (Thread.currentThread().isInterrupted()) {
            throw failure;
        }
    }

    /**
     * Asks the connections in turn; of several it is common that one is connected and the rest are leftovers. Those that
     * do not tell their state are asked last.
     */
    private static String externalAddress(List<WanService> services, Deadline deadline) throws IOException {
        List<String> states = new ArrayList<>();
        List<WanService> silent = new ArrayList<>();
        for (WanService service : services) {
            Optional<String> status = service.status(deadline);
            if (status.isEmpty()) {
                silent.add(service);
            } else if (status.get().equalsIgnoreCase("Connected")) {
                return service.externalAddress(deadline);
            } else {
                states.add(status.get().matches("[A-Za-z]{1,30}") ? status.get() : "unknown");
            }
        }
        String address = "";
        for (WanService service : silent) {
            address = service.externalAddress(deadline);
            if (!address.isEmpty() && !address.equals("0.0.0.0")) {
                break;
            }
        }
        if (silent.isEmpty()) {
            throw new IOException("the router's connection is not up: " + String.join(", ", states));
        }
        return address;
    }

    /** Returns the router's WAN connections, at least one. */
    List<WanService> services(RouterPath path, Deadline deadline) throws IOException {
        Known before = known;
        if (before != null && before.gateway().equals(path.gateway())) {
            return before.services();
        }
        IOException failure = new IOException("the router " + path.gateway()
                + " does not answer the UPnP search; allow UPnP (status information) in its settings");
        try (Ssdp search = new Ssdp(path, group)) {
            Deadline searchUntil = deadline.atMost(patience);
            for (Optional<URI> at = search.next(searchUntil); at.isPresent(); at = search.next(searchUntil)) {
                try {
                    List<WanService> services = WanService.at(at.get(), path, deadline);
                    if (!services.isEmpty()) {
                        known = new Known(path.gateway(), services);
                        return services;
                    }
                    failure = new IOException("the router's UPnP description names no WAN connection");
                } catch (IOException e) {
                    failure = e;
                }
            }
        }
        throw failure;
    }
}
