/**
 * Three agents share a database, and the one that leads is killed: start at {@link io.github.ddnsjava.examples.cluster.Main}.
 */
@NullMarked
package io.github.ddnsjava.examples.cluster;

import org.jspecify.annotations.NullMarked;
