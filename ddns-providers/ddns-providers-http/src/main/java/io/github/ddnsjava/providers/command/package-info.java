/**
 * Services that only a program of this host can reach: {@link io.github.ddnsjava.providers.command.CommandProvider} runs
 * it.
 */
@NullMarked
package io.github.ddnsjava.providers.command;

import org.jspecify.annotations.NullMarked;
