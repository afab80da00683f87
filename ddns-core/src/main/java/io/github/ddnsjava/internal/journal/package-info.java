/** The state file: an append-only journal. */
@NullMarked
package io.github.ddnsjava.internal.journal;

import org.jspecify.annotations.NullMarked;
