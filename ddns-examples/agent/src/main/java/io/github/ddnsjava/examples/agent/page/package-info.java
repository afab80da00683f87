/** The page that a browser shows: its files, which hold no data. What it shows it asks for, as any other client does. */
@NullMarked
package io.github.ddnsjava.examples.agent.page;

import org.jspecify.annotations.NullMarked;
