/**
 * Services that speak the dyndns2 update protocol: one GET, one word per name in the answer. The type {@code dyndns2} is for
 * any service: the user configures the endpoint, and the points in which services differ. The catalog {@code
 * services.json} has a row for each known service; each row is a type with an id of its own, and all share one engine.
 */
@NullMarked
package io.github.ddnsjava.providers.dyndns2;

import org.jspecify.annotations.NullMarked;
