/**
 * OVHcloud's DNS, by its <a href="https://eu.api.ovh.com/console/">API version 1</a>: {@link
 * io.github.ddnsjava.providers.ovh.OvhProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.ovh;

import org.jspecify.annotations.NullMarked;
