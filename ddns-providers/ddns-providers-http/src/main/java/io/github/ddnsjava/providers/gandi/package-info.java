/**
 * Gandi's DNS, by its <a href="https://api.gandi.net/docs/livedns/">LiveDNS API version 5</a>: {@link
 * io.github.ddnsjava.providers.gandi.GandiProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.gandi;

import org.jspecify.annotations.NullMarked;
