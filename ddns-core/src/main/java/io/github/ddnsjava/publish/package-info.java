/**
 * Step 3, <strong>publish</strong>: make DNS say so. Takes what {@link io.github.ddnsjava.decide decide} wants; what
 * the provider confirms goes to {@link io.github.ddnsjava.remember remember}.
 *
 * <p>{@link io.github.ddnsjava.publish.DnsProviders} finds providers by id, {@link
 * io.github.ddnsjava.publish.DnsProvider} is the contract between provider and engine. Authors begin at {@link
 * io.github.ddnsjava.publish.support}, where two base classes leave only the wire calls to write.
 */
@NullMarked
package io.github.ddnsjava.publish;

import org.jspecify.annotations.NullMarked;
