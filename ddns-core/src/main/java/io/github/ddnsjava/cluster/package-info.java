/**
 * Several machines with the same records: one of them writes. A {@link io.github.ddnsjava.cluster.Leadership} stands for an
 * engine that people run anyway, such as a database or etcd, and gives {@linkplain io.github.ddnsjava.cluster.Lease leases}
 * that end by themselves.
 */
@NullMarked
package io.github.ddnsjava.cluster;

import org.jspecify.annotations.NullMarked;
