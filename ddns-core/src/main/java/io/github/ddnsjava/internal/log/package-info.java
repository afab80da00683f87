/** What core's log lines have besides their sentences. */
@NullMarked
package io.github.ddnsjava.internal.log;

import org.jspecify.annotations.NullMarked;
