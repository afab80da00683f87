/** The library as a program: one class for each verb of the command line. */
@NullMarked
package io.github.ddnsjava.examples.agent;

import org.jspecify.annotations.NullMarked;
