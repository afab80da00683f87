/** Placeholder. */
@NullMarked
package io.github.ddnsjava.examples.agent;

import org.jspecify.annotations.NullMarked;
