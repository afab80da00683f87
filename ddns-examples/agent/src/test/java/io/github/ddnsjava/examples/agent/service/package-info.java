/** Service definitions, as their managers read them, and what systemd hears from the agent. */
@NullMarked
package io.github.ddnsjava.examples.agent.service;

import org.jspecify.annotations.NullMarked;
