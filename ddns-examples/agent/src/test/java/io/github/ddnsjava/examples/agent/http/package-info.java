/** Tests of the HTTP surface. */
@NullMarked
package io.github.ddnsjava.examples.agent.http;

import org.jspecify.annotations.NullMarked;
