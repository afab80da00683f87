/**
 * What the engine was given, and on which threads it works.
 *
 * <p>{@code EngineParts} is what the builder collected. {@code Workers} has the timers and the threads: the host's, or its
 * own. {@code Serial} runs tasks one at a time, {@code Race} runs questions side by side. Nothing here knows of records.
 *
 * <p>Work that needs fewer threads than tasks, or none of its own, is a change of this room alone.
 */
@NullMarked
package io.github.ddnsjava.internal.engine.work;

import org.jspecify.annotations.NullMarked;
