/** Reading a JSON configuration: one class for each of its sections. */
@NullMarked
package io.github.ddnsjava.internal.config;

import org.jspecify.annotations.NullMarked;
