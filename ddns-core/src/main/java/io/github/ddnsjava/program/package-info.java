/**
 * Programs of this host that a configuration names. It belongs to no step: detectors find addresses by them, providers
 * publish by them.
 */
@NullMarked
package io.github.ddnsjava.program;

import org.jspecify.annotations.NullMarked;
