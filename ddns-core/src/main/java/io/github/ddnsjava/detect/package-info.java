/**
 * Step 1, <strong>detect</strong>: which address do we have? A cycle begins here; what is found goes to {@link
 * io.github.ddnsjava.decide decide}.
 *
 * <p>{@link io.github.ddnsjava.detect.IpDetectors} makes the built-in detectors, {@link
 * io.github.ddnsjava.detect.IpDetector} is what an author implements, {@link
 * io.github.ddnsjava.detect.IpDetectorFactory} makes it available to configurations.
 */
@NullMarked
package io.github.ddnsjava.detect;

import org.jspecify.annotations.NullMarked;
