/** Placeholder. */
@NullMarked
package io.github.ddnsjava;

import org.jspecify.annotations.NullMarked;
