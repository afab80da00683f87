/**
 * What can go wrong, named by what the caller does next. All are unchecked and descend from {@link
 * io.github.ddnsjava.exception.DdnsException}:
 *
 * <ul>
 *   <li>{@code TransientException}: try again later, by itself;
 *   <li>{@code RateLimitedException}: not before the given time;
 *   <li>{@code AuthenticationException}: mend the credentials;
 *   <li>{@code RejectedException}: mend the record or the zone;
 *   <li>{@code BlockedException}: stop, and ask the provider;
 *   <li>{@code ProtocolException}: look at what the server said; perhaps it is not that server;
 *   <li>{@code DetectionException}: the address is unknown, nothing is published;
 *   <li>{@code ConfigurationException}: mend the settings, all problems are listed;
 *   <li>{@code StateException}: the state belongs to another process, or cannot be written.
 * </ul>
 *
 * Each says its {@linkplain io.github.ddnsjava.exception.DdnsException#scope scope}: the record, its zone, or the
 * account. What is outside the scope goes on.
 *
 * <p>The engine never throws them at an application's face in the middle of a cycle: there they are in reports and events.
 */
@NullMarked
package io.github.ddnsjava.exception;

import org.jspecify.annotations.NullMarked;
