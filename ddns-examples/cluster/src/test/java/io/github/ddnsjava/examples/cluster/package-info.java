@NullMarked
package io.github.ddnsjava.examples.cluster;

import org.jspecify.annotations.NullMarked;
