/** Placeholder. */
@NullMarked
package io.github.ddnsjava.providers;

import org.jspecify.annotations.NullMarked;
