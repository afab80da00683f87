/** Tests of the socket. */
@NullMarked
package io.github.ddnsjava.examples.agent.socket;

import org.jspecify.annotations.NullMarked;
