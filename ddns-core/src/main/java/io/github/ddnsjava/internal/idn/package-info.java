/** International names: from what people write (U-labels) to what DNS has (A-labels), by IDNA2008. */
@NullMarked
package io.github.ddnsjava.internal.idn;

import org.jspecify.annotations.NullMarked;
