/** HTTP: exchanges with providers over the JDK's client, and pages of echo services over sockets of our own. */
@NullMarked
package io.github.ddnsjava.internal.http;

import org.jspecify.annotations.NullMarked;
