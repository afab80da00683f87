/**
 * The state file: an append-only journal.
 *
 * <p>A file is one <em>generation</em>: a header line, then a line for each row that was saved, of which the last of a
 * record or account counts. A line is the CRC-32C of its JSON text in eight hexadecimal digits, a space, the JSON text,
 * a line feed. Compaction writes all living rows to {@code NAME.new}, moves {@code NAME} to {@code NAME.previous}, and
 * {@code NAME.new} to {@code NAME}. Beside these there may be {@code NAME.lock} and {@code NAME.lock.jvm}, which say
 * who owns the state; and {@code NAME.broken}, a file that held no readable row.
 *
 * <p>The list of a row's fields is {@link io.github.ddnsjava.internal.journal.RowFields}. What a later version adds:
 *
 * <ul>
 *   <li>A field that may be ignored keeps the version of the format. A version that does not know the field reads the
 *       rest of the row and warns. Any save may drop the field, because compaction writes all rows from memory. A new
 *       kind of problem is read as {@code protocol}; the row keeps its wait and its hold.
 *   <li>Everything else (a field that must not be lost, a type of records, a scope, another form of a field) raises the
 *       version in the header. A file of a higher version is refused and left unchanged.
 * </ul>
 */
@NullMarked
package io.github.ddnsjava.internal.journal;

import org.jspecify.annotations.NullMarked;
