/**
 * GoDaddy's DNS, by its <a href="https://developer.godaddy.com/doc/endpoint/domains">Domains API version 1</a>: {@link
 * io.github.ddnsjava.providers.godaddy.GoDaddyProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.godaddy;

import org.jspecify.annotations.NullMarked;
