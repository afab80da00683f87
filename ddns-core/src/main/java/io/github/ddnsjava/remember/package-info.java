/**
 * Step 4, <strong>remember</strong>: what is confirmed? Its input is what {@link io.github.ddnsjava.publish publish}
 * reported. The next cycle's {@link io.github.ddnsjava.decide decide} starts from it, even after a restart.
 *
 * <p>{@link io.github.ddnsjava.remember.StateStores} creates the built-in stores.
 */
@NullMarked
package io.github.ddnsjava.remember;

import org.jspecify.annotations.NullMarked;
