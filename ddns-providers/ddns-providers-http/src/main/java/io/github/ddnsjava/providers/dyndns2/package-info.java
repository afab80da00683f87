/**
 * Any service that speaks the dyndns2 update protocol: one GET, one word per name in the answer. The user configures
 * the endpoint, and the points in which services differ.
 */
@NullMarked
package io.github.ddnsjava.providers.dyndns2;

import org.jspecify.annotations.NullMarked;
