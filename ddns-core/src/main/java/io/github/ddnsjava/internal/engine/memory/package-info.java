/**
 * What is remembered beyond this process: the rows of records and accounts.
 *
 * <p>{@code Memory} stands between the engine and its {@link io.github.ddnsjava.remember.StateStore}. It alone reads and saves
 * rows. A plan has a memory of its own, which keeps its changes to itself. Nothing here knows what a row means: that is for
 * the rules.
 */
@NullMarked
package io.github.ddnsjava.internal.engine.memory;

import org.jspecify.annotations.NullMarked;
