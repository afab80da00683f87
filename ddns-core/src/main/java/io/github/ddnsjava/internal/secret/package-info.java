/** The sources of secrets that need nothing but the JDK. */
@NullMarked
package io.github.ddnsjava.internal.secret;

import org.jspecify.annotations.NullMarked;
