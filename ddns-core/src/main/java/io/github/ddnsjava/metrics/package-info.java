/**
 * Metrics: {@link io.github.ddnsjava.metrics.DdnsMetrics} binds an updater to a registry of Micrometer. Only this package
 * knows Micrometer, which is an optional dependency: everything else runs without it.
 */
@NullMarked
package io.github.ddnsjava.metrics;

import org.jspecify.annotations.NullMarked;
