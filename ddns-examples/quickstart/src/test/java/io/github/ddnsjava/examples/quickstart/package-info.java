/** What the quickstart says is so. */
@NullMarked
package io.github.ddnsjava.examples.quickstart;

import org.jspecify.annotations.NullMarked;
