/**
 * Any service that speaks the dyndns2 update protocol: one GET, one word per name in the answer. The endpoint is the
 * user's; what services differ in is a setting.
 */
@NullMarked
package io.github.ddnsjava.providers.dyndns2;

import org.jspecify.annotations.NullMarked;
