/** Providers that are wrong on purpose: each fails the case that was made for its fault. */
@NullMarked
package io.github.ddnsjava.provider.testkit.broken;

import org.jspecify.annotations.NullMarked;
