/** The command line: one class for each verb, and what their answers look like. */
@NullMarked
package io.github.ddnsjava.examples.agent.command;

import org.jspecify.annotations.NullMarked;
