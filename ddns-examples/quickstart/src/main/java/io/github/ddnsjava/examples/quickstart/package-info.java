/**
 * The library at work, with everything it needs on this machine: start at {@link
 * io.github.ddnsjava.examples.quickstart.Main}.
 */
@NullMarked
package io.github.ddnsjava.examples.quickstart;

import org.jspecify.annotations.NullMarked;
