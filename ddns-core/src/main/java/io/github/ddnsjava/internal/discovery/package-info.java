/** Finding factories on the path. */
@NullMarked
package io.github.ddnsjava.internal.discovery;

import org.jspecify.annotations.NullMarked;
