/** Not exported: what this library is made of, behind its door. */
@NullMarked
package io.github.ddnsjava.internal;

import org.jspecify.annotations.NullMarked;
