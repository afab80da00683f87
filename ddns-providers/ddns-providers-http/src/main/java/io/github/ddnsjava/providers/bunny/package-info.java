/**
 * The DNS of bunny.net, by its <a href="https://docs.bunny.net/reference/dnszonepublic_index">API</a>: {@link
 * io.github.ddnsjava.providers.bunny.BunnyProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.bunny;

import org.jspecify.annotations.NullMarked;
