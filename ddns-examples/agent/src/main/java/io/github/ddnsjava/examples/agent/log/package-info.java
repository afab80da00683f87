/** The program's log: for people, or for a log collector. Logback is set up by code, from the options of the command line. */
@NullMarked
package io.github.ddnsjava.examples.agent.log;

import org.jspecify.annotations.NullMarked;
