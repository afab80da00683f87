/**
 * Google Cloud DNS, by its <a href="https://cloud.google.com/dns/docs/reference/rest/v1">REST API of version 1</a>: {@link
 * io.github.ddnsjava.providers.google.GoogleProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.google;

import org.jspecify.annotations.NullMarked;
