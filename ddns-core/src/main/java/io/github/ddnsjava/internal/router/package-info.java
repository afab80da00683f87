/** Detectors that ask the home router: which one it is, NAT-PMP, PCP and UPnP, and what it announces by itself. */
@NullMarked
package io.github.ddnsjava.internal.router;

import org.jspecify.annotations.NullMarked;
