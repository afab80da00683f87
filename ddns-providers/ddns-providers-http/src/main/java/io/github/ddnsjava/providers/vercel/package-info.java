/**
 * Vercel's DNS, by its <a href="https://vercel.com/docs/rest-api/reference/endpoints/dns">REST API</a>: {@link
 * io.github.ddnsjava.providers.vercel.VercelProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.vercel;

import org.jspecify.annotations.NullMarked;
