/**
 * The one door for text and bytes from outside. {@link io.github.ddnsjava.internal.text.OutsideText} decodes them and
 * says what is wrong with a secret or an address; {@link io.github.ddnsjava.internal.text.LocalFile} and {@link
 * io.github.ddnsjava.internal.text.LocalProgram} read this host, bounded in time and size; {@link
 * io.github.ddnsjava.internal.text.BoundedMatch} searches texts in bounded time; {@link
 * io.github.ddnsjava.internal.text.FileRights} tells who may write a file, and {@link
 * io.github.ddnsjava.internal.text.OwnerFile} makes files for their owner alone. A test holds that no other
 * class decodes, strips or opens files to read.
 */
@NullMarked
package io.github.ddnsjava.internal.text;

import org.jspecify.annotations.NullMarked;
