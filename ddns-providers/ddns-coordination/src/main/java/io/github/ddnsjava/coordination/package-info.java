/**
 * Leases and shared state for several machines with the same records. {@link
 * io.github.ddnsjava.coordination.JdbcLeadership} and {@link io.github.ddnsjava.coordination.JdbcStateStore} keep them in a
 * database; {@link io.github.ddnsjava.coordination.EtcdLeadership}, {@link
 * io.github.ddnsjava.coordination.KubernetesLeadership} and {@link io.github.ddnsjava.coordination.ShedLockLeadership} give
 * leases only. A configuration file names them by the types of {@link
 * io.github.ddnsjava.coordination.CoordinationFactory}.
 */
@NullMarked
package io.github.ddnsjava.coordination;

import org.jspecify.annotations.NullMarked;
