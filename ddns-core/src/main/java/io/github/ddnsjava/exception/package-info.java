/**
 * The errors of this library. They are named by what the caller does next. All are unchecked and extend {@link
 * io.github.ddnsjava.exception.DdnsException}:
 *
 * <ul>
 *   <li>{@code TransientException}: the engine tries again later.
 *   <li>{@code RateLimitedException}: the engine tries again after the given time.
 *   <li>{@code AuthenticationException}: correct the credentials.
 *   <li>{@code RejectedException}: correct the record or the zone.
 *   <li>{@code BlockedException}: stop, and ask the provider.
 *   <li>{@code ProtocolException}: examine the answer; perhaps it does not come from that server.
 *   <li>{@code DetectionException}: the address is unknown, and nothing is published.
 *   <li>{@code ConfigurationException}: correct the settings; all problems are listed.
 *   <li>{@code StateException}: the state belongs to another process, or cannot be written.
 * </ul>
 *
 * <p>Each exception has a {@linkplain io.github.ddnsjava.exception.DdnsException#scope scope}: the record, its zone, or
 * the account. Everything outside the scope goes on.
 *
 * <p>During a cycle the engine does not throw these exceptions to the application. It puts them into reports and
 * events.
 */
@NullMarked
package io.github.ddnsjava.exception;

import org.jspecify.annotations.NullMarked;
