/**
 * Services that have no provider of their own, as a user describes them in settings: {@link
 * io.github.ddnsjava.providers.custom.CustomProvider} says how.
 */
@NullMarked
package io.github.ddnsjava.providers.custom;

import org.jspecify.annotations.NullMarked;
