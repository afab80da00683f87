/**
 * How changes reach one account at a provider, one call at a time.
 *
 * <p>{@code Run} is what all of this room and those above it share: for good, or for one plan. {@code Lanes} has one
 * {@code Lane} for each account. A lane takes what waits, asks the hooks ({@code Vetoes}), and makes a {@code Call}, which
 * remembers what comes of it. The provider sees a {@code LanePublication}; each exchange passes the account's {@code Gate},
 * with its breaker and its {@code Budget}.
 *
 * <p>Read {@code Lane}, {@code Call}, {@code LanePublication}, {@code Gate}. Only {@code Lane} knows that it runs on a worker
 * (by {@code Serial}); lanes of another kind are a change of this class and {@code Lanes}.
 */
@NullMarked
package io.github.ddnsjava.internal.engine.account;

import org.jspecify.annotations.NullMarked;
