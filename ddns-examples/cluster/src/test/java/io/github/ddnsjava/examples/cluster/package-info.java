/** What the example says is so, and what the agent's verbs say in a cluster. */
@NullMarked
package io.github.ddnsjava.examples.cluster;

import org.jspecify.annotations.NullMarked;
