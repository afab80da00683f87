/** Placeholder. */
@NullMarked
package io.github.ddnsjava.examples.customprovider;

import org.jspecify.annotations.NullMarked;
