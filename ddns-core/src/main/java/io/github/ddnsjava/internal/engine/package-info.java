/** The engine: one cycle is detect, decide, publish, remember. */
@NullMarked
package io.github.ddnsjava.internal.engine;

import org.jspecify.annotations.NullMarked;
