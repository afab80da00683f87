/** Live DNS by the JDK's resolver. */
@NullMarked
package io.github.ddnsjava.internal.lookup;

import org.jspecify.annotations.NullMarked;
