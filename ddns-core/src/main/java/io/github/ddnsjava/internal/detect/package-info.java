/** The built-in detectors. */
@NullMarked
package io.github.ddnsjava.internal.detect;

import org.jspecify.annotations.NullMarked;
