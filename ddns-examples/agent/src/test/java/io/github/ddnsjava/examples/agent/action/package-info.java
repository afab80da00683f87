/** Tests of what both doors do. */
@NullMarked
package io.github.ddnsjava.examples.agent.action;

import org.jspecify.annotations.NullMarked;
