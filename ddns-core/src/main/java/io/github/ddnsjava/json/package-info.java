/**
 * Strict reading of JSON that came from outside: {@link io.github.ddnsjava.json.JsonReader} reads the answers of
 * services, for detectors and providers alike.
 */
@NullMarked
package io.github.ddnsjava.json;

import org.jspecify.annotations.NullMarked;
