/** Tests against a real BIND, and against servers that misbehave. */
@NullMarked
package io.github.ddnsjava.provider.dns;

import org.jspecify.annotations.NullMarked;
