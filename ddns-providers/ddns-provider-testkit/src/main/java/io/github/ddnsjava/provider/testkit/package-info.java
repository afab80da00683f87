/**
 * For people who write a provider. {@link io.github.ddnsjava.provider.testkit.DnsProviderContract} says what every
 * provider must do, as tests that a provider's own test class inherits; start there. {@link
 * io.github.ddnsjava.provider.testkit.RecordingPublication} stands in for the engine in tests of a provider alone.
 */
@NullMarked
package io.github.ddnsjava.provider.testkit;

import org.jspecify.annotations.NullMarked;
