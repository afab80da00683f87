/**
 * Providers that keep everything in memory. They are for tests of code that uses providers. They are deterministic, use
 * no threads, no sleep and no network, and have faults on demand. {@link
 * io.github.ddnsjava.provider.testkit.memory.MemoryProvider} has zones and record lists. {@link
 * io.github.ddnsjava.provider.testkit.memory.MemorySimpleProvider} can only be written.
 */
@NullMarked
package io.github.ddnsjava.provider.testkit.memory;

import org.jspecify.annotations.NullMarked;
