/**
 * Namecheap's DNS, by its <a href="https://www.namecheap.com/support/api/methods/">XML interface</a>: {@link
 * io.github.ddnsjava.providers.namecheap.NamecheapProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.namecheap;

import org.jspecify.annotations.NullMarked;
