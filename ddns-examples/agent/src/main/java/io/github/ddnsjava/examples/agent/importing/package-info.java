/**
 * Reads the configurations of other programs, and makes ours of them. What it reads is data: no program is started, no
 * included file is opened, and a text with <code>${…}</code> stays a text.
 */
@NullMarked
package io.github.ddnsjava.examples.agent.importing;

import org.jspecify.annotations.NullMarked;
