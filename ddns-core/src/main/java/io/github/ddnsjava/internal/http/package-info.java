/**
 * HTTP: exchanges with providers over the JDK's client; and, over sockets of our own, exchanges with providers on a route
 * that this client cannot take, pages of echo services, and devices on the local network.
 */
@NullMarked
package io.github.ddnsjava.internal.http;

import org.jspecify.annotations.NullMarked;
