/** The agent as a service: what service managers need to run it, and what the agent tells systemd. */
@NullMarked
package io.github.ddnsjava.examples.agent.service;

import org.jspecify.annotations.NullMarked;
