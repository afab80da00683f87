package io.github.ddnsjava.examples.agent.service;

import io.github.ddnsjava.exception.ConfigurationException;
import java.util.List;
import java.util.stream.Collectors;

/** Lists in options of Apache Commons Daemon's procrun. Stateless. */
final class ProcrunText {
    private ProcrunText() {}

    /**
     * Returns a list. Its separators are number signs and semicolons; between single quotes they are characters.
     *
     * @throws ConfigurationException if an item has a single quote, which cannot be written
     */
    static String list(List<String> items) {
        return items.stream().map(ProcrunText::item).collect(Collectors.joining("#"));
    }

    private static String item(String item) {
        if (item.indexOf('\'') >= 0) {
            throw new ConfigurationException(
                    "", "procrun cannot be given the path " + item + ", which has a single quote", "a path without it");
        }
        return item.indexOf('#') < 0 && item.indexOf(';') < 0 ? item : "'" + item + "'";
    }
}
