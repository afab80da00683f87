/** A provider as an author would write one, its strict fake, and the contract between them. */
@NullMarked
package io.github.ddnsjava.provider.testkit.sample;

import org.jspecify.annotations.NullMarked;
