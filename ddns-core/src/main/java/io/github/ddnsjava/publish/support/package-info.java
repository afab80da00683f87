/**
 * Base classes and tools for authors of providers. A provider that sets one record by one call extends {@link
 * io.github.ddnsjava.publish.support.UpdateUrlProvider}. A provider with zones and record lists extends {@link
 * io.github.ddnsjava.publish.support.ZoneDnsProvider}, which contains the algorithm. Both make their requests with
 * {@link io.github.ddnsjava.publish.http.ProviderHttp}, which converts statuses to exceptions and does not expose
 * secrets.
 */
@NullMarked
package io.github.ddnsjava.publish.support;

import org.jspecify.annotations.NullMarked;
