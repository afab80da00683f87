/**
 * Scaleway's DNS, by its <a href="https://www.scaleway.com/en/developers/api/domains-and-dns/">Domains and DNS API version 2 beta 1</a>: {@link
 * io.github.ddnsjava.providers.scaleway.ScalewayProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.scaleway;

import org.jspecify.annotations.NullMarked;
