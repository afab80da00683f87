/** Placeholder. */
@NullMarked
package io.github.ddnsjava.provider.dns;

import org.jspecify.annotations.NullMarked;
