/**
 * Netcup's DNS, by the <a href="https://helpcenter.netcup.com/en/wiki/domain/our-api">JSON interface of its Customer Control
 * Panel</a>: {@link io.github.ddnsjava.providers.netcup.NetcupProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.netcup;

import org.jspecify.annotations.NullMarked;
