/**
 * Porkbun's DNS, by its <a href="https://porkbun.com/api/json/v3/documentation">API version 3</a>: {@link
 * io.github.ddnsjava.providers.porkbun.PorkbunProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.porkbun;

import org.jspecify.annotations.NullMarked;
