/**
 * For provider authors. A provider that sets one record by one call extends {@link
 * io.github.ddnsjava.publish.support.SimpleDnsProvider}; one with zones and record lists extends {@link
 * io.github.ddnsjava.publish.support.ZoneDnsProvider}, which owns the algorithm. Both speak through {@link
 * io.github.ddnsjava.publish.support.ProviderHttp}, where statuses become exceptions and secrets stay secret.
 */
@NullMarked
package io.github.ddnsjava.publish.support;

import org.jspecify.annotations.NullMarked;
