/**
 * Providers that were written outside the library, for three invented services:
 *
 * <ul>
 *   <li>{@link io.github.ddnsjava.examples.customprovider.AcmeProvider}: an update URL;
 *   <li>{@link io.github.ddnsjava.examples.customprovider.BirchProvider}: single records with ids;
 *   <li>{@link io.github.ddnsjava.examples.customprovider.CedarProvider}: record sets, and a login.
 * </ul>
 *
 * One factory registers them, so that configurations find them by their ids. {@link
 * io.github.ddnsjava.examples.customprovider.Main} is a program that uses one. Each has a test that runs the published
 * contract against a strict fake. {@code docs/writing-a-provider.md} explains them.
 */
@NullMarked
package io.github.ddnsjava.examples.customprovider;

import org.jspecify.annotations.NullMarked;
