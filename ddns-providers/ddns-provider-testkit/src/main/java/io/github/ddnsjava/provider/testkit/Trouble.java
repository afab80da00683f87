package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.DnsName;

/** A failure that a test class can cause at its server, for one name or one zone. */
@FunctionalInterface
public interface Trouble {
    /**
     * Starts the failure.
     *
     * @param at the name or the zone that is concerned; all others work as before
     * @return ends the failure; does nothing if {@link DnsProviderContract#reset} ends it
     */
    AutoCloseable begin(DnsName at) throws Exception;
}
