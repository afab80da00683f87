/** The built-in detectors, held to the contract. */
@NullMarked
package io.github.ddnsjava.provider.testkit.detect;

import org.jspecify.annotations.NullMarked;
