/**
 * Which records does this node keep, where several machines share them? In reading order:
 *
 * <ol>
 *   <li>{@code Membership}: what the rest of the engine sees of all this
 *   <li>{@code Rounds}: what a node does every third of a lease, one round after the other
 *   <li>{@code Leases}: asks the engine that gives leases; {@code BoundedCalls} leaves a call that does not return
 *   <li>{@code Tenure}: one lease, and how much of it is left by both {@code Clocks}
 *   <li>{@code Tenures}: the groups that this node leads or leaves; it is asked before each exchange
 *   <li>{@code Holdings}: all leases that this node holds, which it renews and gives back
 *   <li>{@code Accession}: from a lease to a leader; {@code Realm} is what leading means for the rest of the engine
 *   <li>{@code Election}: which node is meant to lead a group; {@code Peers} are the nodes that are alive
 *   <li>{@code Wellness}: whether a node with a line of its own may lead; {@code Glance} looks for free leases between rounds
 *   <li>{@code Groups} and {@code Trouble}: what this node tells: who leads each group, and what is wrong
 * </ol>
 */
@NullMarked
package io.github.ddnsjava.internal.engine.cluster;

import org.jspecify.annotations.NullMarked;
