package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;

/**
 * A zone of the provider's account. Immutable and thread-safe.
 *
 * @param name its apex
 * @param id what the provider calls it; the name itself where it has no ids
 */
public record Zone(DnsName name, String id) {}
