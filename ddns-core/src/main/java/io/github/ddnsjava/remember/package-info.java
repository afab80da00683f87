/**
 * Step 4, <strong>remember</strong>: what is confirmed? Takes what {@link io.github.ddnsjava.publish publish} reported;
 * the next cycle's {@link io.github.ddnsjava.decide decide} begins from it, after a restart too.
 *
 * <p>{@link io.github.ddnsjava.remember.StateStores} makes the built-in stores.
 */
@NullMarked
package io.github.ddnsjava.remember;

import org.jspecify.annotations.NullMarked;
