/** Tests of the HTTP surface. */
@org.jspecify.annotations.NullMarked
package io.github.ddnsjava.examples.agent.http;
