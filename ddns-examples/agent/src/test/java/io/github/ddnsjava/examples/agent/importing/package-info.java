@NullMarked
package io.github.ddnsjava.examples.agent.importing;

import org.jspecify.annotations.NullMarked;
