/**
 * What needs dnsjava: the provider {@code rfc2136}, which updates zones of any DNS server that speaks RFC 2136, and
 * {@link io.github.ddnsjava.provider.dns.AuthoritativeLookup}, which asks a zone's own servers.
 */
@NullMarked
package io.github.ddnsjava.provider.dns;

import org.jspecify.annotations.NullMarked;
