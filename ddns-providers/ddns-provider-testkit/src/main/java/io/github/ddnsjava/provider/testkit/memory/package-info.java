/**
 * Providers that keep everything in memory, for tests of what uses providers: deterministic, without threads, sleeping
 * or network, and with faults on demand. {@link io.github.ddnsjava.provider.testkit.memory.MemoryProvider} has zones
 * and record lists, {@link io.github.ddnsjava.provider.testkit.memory.MemorySimpleProvider} can only be written.
 */
@NullMarked
package io.github.ddnsjava.provider.testkit.memory;

import org.jspecify.annotations.NullMarked;
