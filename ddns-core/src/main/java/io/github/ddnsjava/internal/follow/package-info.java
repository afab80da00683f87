/** Configuration files that are followed: when they may have changed, what is in them, and copies of the good ones. */
@NullMarked
package io.github.ddnsjava.internal.follow;

import org.jspecify.annotations.NullMarked;
