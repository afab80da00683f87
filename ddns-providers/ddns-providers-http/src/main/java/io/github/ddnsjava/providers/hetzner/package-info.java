/**
 * Hetzner's DNS, by its <a href="https://docs.hetzner.cloud/reference/cloud">Cloud API version 1</a>: {@link
 * io.github.ddnsjava.providers.hetzner.HetznerProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.hetzner;

import org.jspecify.annotations.NullMarked;
