/**
 * Keeps DNS names pointing at an address that changes. <strong>Start at {@link io.github.ddnsjava.Updater}.</strong>
 *
 * <p>An updater works in four steps. Each step has its own package:
 *
 * <ol>
 *   <li>{@link io.github.ddnsjava.detect detect}: which address do we have?
 *   <li>{@link io.github.ddnsjava.decide decide}: what should happen?
 *   <li>{@link io.github.ddnsjava.publish publish}: make DNS say so.
 *   <li>{@link io.github.ddnsjava.remember remember}: what is confirmed?
 * </ol>
 *
 * <p>This package contains the entry point ({@code Updater}, {@code UpdaterBuilder}, {@code UpdaterEnvironment}) and
 * the types that every step uses: {@link io.github.ddnsjava.IpAddress addresses}, {@link io.github.ddnsjava.DnsName
 * names}, {@link io.github.ddnsjava.ManagedRecord records}, {@link io.github.ddnsjava.UpdateReport reports} and {@link
 * io.github.ddnsjava.Problem problems}. {@link io.github.ddnsjava.event} contains the events, {@link
 * io.github.ddnsjava.exception} the errors. {@link io.github.ddnsjava.config} reads a JSON configuration and secrets.
 * {@link io.github.ddnsjava.json} reads JSON answers of services, for authors of detectors and providers, and {@link
 * io.github.ddnsjava.program} runs programs.
 *
 * <p>In this library no parameter and no result is null, unless its type is annotated with {@code @Nullable}.
 */
@NullMarked
package io.github.ddnsjava;

import org.jspecify.annotations.NullMarked;
