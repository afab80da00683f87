package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;

/**
 * A zone of the provider's account. Immutable and thread-safe.
 *
 * @param name its apex
 * @param id the provider's id of the zone; the name if the provider has no ids
 */
public record Zone(DnsName name, String id) {}
