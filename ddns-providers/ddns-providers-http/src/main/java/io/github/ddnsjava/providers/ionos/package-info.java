/**
 * IONOS's DNS for hosting, by its <a href="https://developer.hosting.ionos.com/docs/dns">DNS API version 1</a>: {@link
 * io.github.ddnsjava.providers.ionos.IonosProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.ionos;

import org.jspecify.annotations.NullMarked;
