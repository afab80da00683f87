/**
 * Step 2, <strong>decide</strong>: what should happen? Its input is what {@link io.github.ddnsjava.detect detect} found
 * and what {@link io.github.ddnsjava.remember remember} holds. Its result goes to {@link io.github.ddnsjava.publish
 * publish}.
 *
 * <p>{@link io.github.ddnsjava.decide.UpdatePolicies} contains the built-in rules. Authors of a policy implement {@link
 * io.github.ddnsjava.decide.UpdatePolicy}.
 */
@NullMarked
package io.github.ddnsjava.decide;

import org.jspecify.annotations.NullMarked;
