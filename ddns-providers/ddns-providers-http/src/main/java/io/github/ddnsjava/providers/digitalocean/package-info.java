/**
 * DigitalOcean's DNS, by its <a href="https://docs.digitalocean.com/reference/api/reference/domains/">API version 2</a>:
 * {@link io.github.ddnsjava.providers.digitalocean.DigitalOceanProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.digitalocean;

import org.jspecify.annotations.NullMarked;
