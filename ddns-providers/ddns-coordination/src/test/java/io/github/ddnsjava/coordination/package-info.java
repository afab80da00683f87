/** The adapters against the contract, with fakes and with real engines. */
@NullMarked
package io.github.ddnsjava.coordination;

import org.jspecify.annotations.NullMarked;
