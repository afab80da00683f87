/** Tests of what fakes of vendors share. */
@NullMarked
package io.github.ddnsjava.provider.testkit.fake;

import org.jspecify.annotations.NullMarked;
