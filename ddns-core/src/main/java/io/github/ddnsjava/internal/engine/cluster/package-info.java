/**
 * Which records does this node keep, where several machines share them? {@code Rounds} takes, renews and gives back leases;
 * {@code Election} says which node is meant to lead a group; {@code Tenures} knows how much time is left, and is asked before
 * each exchange.
 */
@NullMarked
package io.github.ddnsjava.internal.engine.cluster;

import org.jspecify.annotations.NullMarked;
