/**
 * A provider written outside the library, for an invented service: the provider itself, the factory by which
 * configurations find it under the id {@code acme}, and a program that uses it. Its test runs the published contract.
 */
@NullMarked
package io.github.ddnsjava.examples.customprovider;

import org.jspecify.annotations.NullMarked;
