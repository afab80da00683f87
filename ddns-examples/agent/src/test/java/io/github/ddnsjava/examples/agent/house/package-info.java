/** Tests of the house as a whole: what only a place that sees every module can test. */
@NullMarked
package io.github.ddnsjava.examples.agent.house;

import org.jspecify.annotations.NullMarked;
