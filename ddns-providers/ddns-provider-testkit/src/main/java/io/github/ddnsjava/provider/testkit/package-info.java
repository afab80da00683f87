/**
 * Tests for authors of providers. Start at {@link io.github.ddnsjava.provider.testkit.DnsProviderContract}: it contains
 * the requirements for every provider, as tests that a provider's own test class inherits. {@link
 * io.github.ddnsjava.provider.testkit.RecordingPublication} replaces the engine in tests of a single provider.
 */
@NullMarked
package io.github.ddnsjava.provider.testkit;

import org.jspecify.annotations.NullMarked;
