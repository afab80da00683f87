/**
 * Keeps DNS names pointing at an address that moves. <strong>Start at {@link io.github.ddnsjava.Updater}.</strong>
 *
 * <p>An updater works in four steps, and each has its package:
 *
 * <ol>
 *   <li>{@link io.github.ddnsjava.detect detect}: which address do we have?
 *   <li>{@link io.github.ddnsjava.decide decide}: what should happen?
 *   <li>{@link io.github.ddnsjava.publish publish}: make DNS say so.
 *   <li>{@link io.github.ddnsjava.remember remember}: what is confirmed?
 * </ol>
 *
 * <p>This package holds the door ({@code Updater}, {@code UpdaterBuilder}) and the nouns that every step speaks of:
 * {@link io.github.ddnsjava.IpAddress addresses}, {@link io.github.ddnsjava.DnsName names}, {@link
 * io.github.ddnsjava.ManagedRecord records}, {@link io.github.ddnsjava.UpdateReport reports} and {@link
 * io.github.ddnsjava.Problem problems}. What happened is told in {@link io.github.ddnsjava.event}; what went wrong, in
 * {@link io.github.ddnsjava.exception}; a JSON configuration and secrets are read by {@link io.github.ddnsjava.config}.
 */
@NullMarked
package io.github.ddnsjava;

import org.jspecify.annotations.NullMarked;
