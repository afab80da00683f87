/**
 * Cloudflare DNS, by its <a href="https://developers.cloudflare.com/api/resources/dns/subresources/records/">API
 * version 4</a>: {@link io.github.ddnsjava.providers.cloudflare.CloudflareFactory} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.cloudflare;

import org.jspecify.annotations.NullMarked;
