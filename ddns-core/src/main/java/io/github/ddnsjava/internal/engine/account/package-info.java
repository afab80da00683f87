/**
 * How changes reach one account at a provider, one call at a time.
 *
 * <p>{@code Run} is what this room and {@code cycle} share: for good, or for one plan. It knows by {@code Connectivity} whether
 * there is a network; a plan's takes no note of anything. {@code Lanes} has one {@code Lane} for each account. A lane takes
 * what waits, asks what became of writes that were accepted before ({@code Tickets}), asks the hooks ({@code Vetoes}), and
 * makes a {@code Call}, which remembers what comes of it. The provider sees a {@code LanePublication}; each exchange passes
 * the account's {@code Gate}, with its breaker and its {@code Budget}.
 *
 * <p>Read {@code Lane}, {@code Call}, {@code LanePublication}, {@code Gate}. Only {@code Lane} knows that it runs on a worker
 * (by {@code Serial}); lanes of another kind are a change of this class and {@code Lanes}.
 */
@NullMarked
package io.github.ddnsjava.internal.engine.account;

import org.jspecify.annotations.NullMarked;
