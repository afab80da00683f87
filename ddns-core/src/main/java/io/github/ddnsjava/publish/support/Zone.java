package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import java.util.Optional;

/**
 * A zone of the provider's account. Immutable and thread-safe.
 *
 * @param name its apex
 * @param id the provider's id of the zone; the name if the provider has no ids
 */
public record Zone(DnsName name, String id) {
    /**
     * Returns a zone that a list of zones names. Empty if its name is no host name, such as {@code
     * 0/26.2.0.192.in-addr.arpa}: no address is published there, and the other zones of the list are still found.
     */
    public static Optional<Zone> read(String name, String id) {
        return NameForm.name(name).map(apex -> new Zone(apex, id));
    }
}
