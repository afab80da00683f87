/**
 * Step 2, <strong>decide</strong>: what should happen? Takes what {@link io.github.ddnsjava.detect detect} found and
 * what {@link io.github.ddnsjava.remember remember} holds; what comes out goes to {@link io.github.ddnsjava.publish
 * publish}.
 *
 * <p>{@link io.github.ddnsjava.decide.UpdatePolicies} has the rules, {@link io.github.ddnsjava.decide.UpdatePolicy} is
 * what an author implements.
 */
@NullMarked
package io.github.ddnsjava.decide;

import org.jspecify.annotations.NullMarked;
