/**
 * Duck DNS, by its <a href="https://www.duckdns.org/spec.jsp">update URL</a>: {@link
 * io.github.ddnsjava.providers.duckdns.DuckDnsProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.duckdns;

import org.jspecify.annotations.NullMarked;
