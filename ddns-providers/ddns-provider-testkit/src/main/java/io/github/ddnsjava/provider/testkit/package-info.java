/** Placeholder. */
@NullMarked
package io.github.ddnsjava.provider.testkit;

import org.jspecify.annotations.NullMarked;
