package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import java.io.IOException;

/** Tells which router is asked. Thread-safe. */
@FunctionalInterface
interface GatewayFinder {
    /**
     * Returns the router's IPv4 address on the local network.
     *
     * @throws IOException if there is none; the message says why
     */
    IpAddress find() throws IOException;
}
