/** The providers that need only HTTP: {@link io.github.ddnsjava.providers.HttpProviders} names those of one class. */
@NullMarked
package io.github.ddnsjava.providers;

import org.jspecify.annotations.NullMarked;
