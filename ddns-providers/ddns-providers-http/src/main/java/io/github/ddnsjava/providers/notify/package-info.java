/**
 * Notifications by HTTP: a catalog of services, each of which is a request with placeholders and the meaning of its answers.
 */
@NullMarked
package io.github.ddnsjava.providers.notify;

import org.jspecify.annotations.NullMarked;
