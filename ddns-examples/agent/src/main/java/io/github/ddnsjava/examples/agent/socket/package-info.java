/** The UNIX socket of the running agent: the server's side and the side of the verbs. */
@NullMarked
package io.github.ddnsjava.examples.agent.socket;

import org.jspecify.annotations.NullMarked;
