/**
 * The state file: an append-only journal.
 *
 * <p>A file is one <em>generation</em>: a header line, then a line for each row that was saved, of which the last of a
 * record or account counts. A line is the CRC-32C of its JSON text in eight hexadecimal digits, a space, the JSON text,
 * a line feed. Compaction writes all living rows to {@code NAME.new}, moves {@code NAME} to {@code NAME.previous}, and
 * {@code NAME.new} to {@code NAME}. Beside these there may be {@code NAME.lock} and {@code NAME.lock.jvm}, which say
 * who owns the state; {@code NAME.broken}, a file that held no readable row; and {@code NAME.v2} (or higher), one that
 * a later version of this library wrote.
 */
@NullMarked
package io.github.ddnsjava.internal.journal;

import org.jspecify.annotations.NullMarked;
