package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.DnsName;

/** Trouble that a contract's harness can make at its server, for one name or one zone. */
@FunctionalInterface
public interface Trouble {
    /**
     * Begins the trouble.
     *
     * @param at the name or zone that is concerned; all others stay as they are
     * @return ends it; does nothing where {@link DnsProviderContract#reset} ends it
     */
    AutoCloseable begin(DnsName at) throws Exception;
}
