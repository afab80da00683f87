/**
 * PowerDNS Authoritative Server, by its <a href="https://doc.powerdns.com/authoritative/http-api/">HTTP API</a>: {@link
 * io.github.ddnsjava.providers.powerdns.PowerDnsProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.powerdns;

import org.jspecify.annotations.NullMarked;
