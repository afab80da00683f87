/**
 * What a caller can do with the running agent, by whichever door it came: HTTP or the socket. The lists of operations and
 * roles, how each operation is carried out and audited, and the stream of events.
 */
@NullMarked
package io.github.ddnsjava.examples.agent.action;

import org.jspecify.annotations.NullMarked;
