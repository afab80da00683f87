package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.internal.http.Deadline;
import java.io.IOException;

/** Asks the router by UPnP (Internet gateway device 1 and 2). Thread-safe. */
final class UpnpDetector extends RouterDetector {
    private final Upnp upnp;

    UpnpDetector(RouterSettings settings, Upnp upnp) {
        super("upnp", settings);
        this.upnp = upnp;
    }

    @Override
    IpAddress ask(RouterPath path, Deadline deadline) throws IOException {
        String external = upnp.externalAddress(path, deadline);
        if (external.isEmpty()) {
            throw new IOException("the router has no external address now, or a private one that it does not show");
        }
        return IpAddress.tryParse(external)
                .filter(address -> address.family() == IpFamily.IPV4)
                .orElseThrow(() -> new IOException("the router's external address is not an IPv4 address"));
    }

    @Override
    RouterWatch.Session listen(RouterPath path) {
        return new Gena(upnp, path);
    }
}
