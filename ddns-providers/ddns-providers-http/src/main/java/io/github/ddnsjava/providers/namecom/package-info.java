/**
 * Name.com, by its <a href="https://www.name.com/api-docs/dns">API version 4</a>: {@link
 * io.github.ddnsjava.providers.namecom.NamecomProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.namecom;

import org.jspecify.annotations.NullMarked;
