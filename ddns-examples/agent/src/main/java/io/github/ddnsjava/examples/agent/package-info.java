/**
 * The library as a program. {@code command} has one class for each verb of the command line; the other packages are
 * named by their purpose, too. They use only the public API of the library.
 */
@NullMarked
package io.github.ddnsjava.examples.agent;

import org.jspecify.annotations.NullMarked;
