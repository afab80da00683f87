/** The contract holds for the providers in memory. */
@NullMarked
package io.github.ddnsjava.provider.testkit.memory;

import org.jspecify.annotations.NullMarked;
