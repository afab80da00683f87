/** What the start-up archive of the JVM is made from: one run of the program against a server of its own. */
@NullMarked
package io.github.ddnsjava.examples.agent.prepare;

import org.jspecify.annotations.NullMarked;
