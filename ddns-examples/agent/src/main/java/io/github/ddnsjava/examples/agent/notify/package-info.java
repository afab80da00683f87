/** Notifications that need more than the library has: mail, and programs of this host. */
@NullMarked
package io.github.ddnsjava.examples.agent.notify;

import org.jspecify.annotations.NullMarked;
