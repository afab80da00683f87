/**
 * Step 1, <strong>detect</strong>: which address do we have? A cycle starts here. The result goes to {@link
 * io.github.ddnsjava.decide decide}.
 *
 * <p>{@link io.github.ddnsjava.detect.IpDetectors} creates the built-in detectors. Authors of a detector implement
 * {@link io.github.ddnsjava.detect.IpDetector}. {@link io.github.ddnsjava.detect.IpDetectorFactory} makes it available
 * to configurations.
 */
@NullMarked
package io.github.ddnsjava.detect;

import org.jspecify.annotations.NullMarked;
