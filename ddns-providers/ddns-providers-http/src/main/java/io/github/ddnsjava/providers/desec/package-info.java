/**
 * deSEC, by its <a href="https://desec.readthedocs.io/">API</a>: {@link io.github.ddnsjava.providers.desec.DesecProvider}
 * says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.desec;

import org.jspecify.annotations.NullMarked;
