/**
 * DNSimple's DNS, by its <a href="https://developer.dnsimple.com/v2/zones/records/">API version 2</a>: {@link
 * io.github.ddnsjava.providers.dnsimple.DnsimpleProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.dnsimple;

import org.jspecify.annotations.NullMarked;
