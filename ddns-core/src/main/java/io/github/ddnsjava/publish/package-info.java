/**
 * Step 3, <strong>publish</strong>: make DNS say so. This step executes what {@link io.github.ddnsjava.decide decide}
 * wants. What the provider confirms goes to {@link io.github.ddnsjava.remember remember}.
 *
 * <p>{@link io.github.ddnsjava.publish.DnsProviders} finds providers by id. {@link
 * io.github.ddnsjava.publish.DnsProvider} is the contract between a provider and the engine. Authors start at {@link
 * io.github.ddnsjava.publish.support}, which contains base classes; only the wire calls remain to be written. A provider
 * that carries out writes later gives them a ticket, and tells by {@link
 * io.github.ddnsjava.publish.DnsProvider#accepted} what became of them. {@link
 * io.github.ddnsjava.publish.ProviderType} describes a provider, and {@link
 * io.github.ddnsjava.publish.TypedProviderFactory} registers it.
 */
@NullMarked
package io.github.ddnsjava.publish;

import org.jspecify.annotations.NullMarked;
