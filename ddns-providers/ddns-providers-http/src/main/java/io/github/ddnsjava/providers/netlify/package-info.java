/**
 * Netlify's DNS, by its <a href="https://open-api.netlify.com/">API version 1</a>: {@link
 * io.github.ddnsjava.providers.netlify.NetlifyProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.netlify;

import org.jspecify.annotations.NullMarked;
