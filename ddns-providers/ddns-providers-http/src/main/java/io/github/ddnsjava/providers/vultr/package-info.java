/**
 * Vultr's DNS, by its <a href="https://www.vultr.com/api/">API version 2</a>: {@link
 * io.github.ddnsjava.providers.vultr.VultrProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.vultr;

import org.jspecify.annotations.NullMarked;
