/**
 * Settings, secrets, and the JSON configuration from which a whole updater is made: {@link
 * io.github.ddnsjava.config.Configuration} is the door for programs that are configured by a file.
 */
@NullMarked
package io.github.ddnsjava.config;

import org.jspecify.annotations.NullMarked;
