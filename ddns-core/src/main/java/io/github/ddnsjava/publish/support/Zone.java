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
    /** Returns the zone of a provider without ids; empty if the text is no host name, so that no record is in it. */
    public static Optional<Zone> named(String text) {
        return NameForm.name(text).map(name -> new Zone(name, text));
    }
}
