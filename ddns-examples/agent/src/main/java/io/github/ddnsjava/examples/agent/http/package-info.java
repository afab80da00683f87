/**
 * The agent's HTTP surface. Only this package uses Jetty, jose4j and Micrometer, and of it only {@link
 * io.github.ddnsjava.examples.agent.http.HttpSection} and {@link io.github.ddnsjava.examples.agent.http.HttpSettings} are
 * loaded while HTTP is switched off.
 */
@NullMarked
package io.github.ddnsjava.examples.agent.http;

import org.jspecify.annotations.NullMarked;
