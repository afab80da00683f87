/**
 * Settings, secrets, and the JSON configuration that an updater can be built from. Programs that are configured by a
 * file start at {@link io.github.ddnsjava.config.UpdaterConfiguration}.
 */
@NullMarked
package io.github.ddnsjava.config;

import org.jspecify.annotations.NullMarked;
