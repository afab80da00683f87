package io.github.ddnsjava.examples.agent.service;

import java.util.List;
import java.util.regex.Pattern;

/** Values in the configuration of supervisord. Stateless. */
final class SupervisorText {
    private static final Pattern COMMENT = Pattern.compile("(?<=\\s)(?=[;#])");

    private SupervisorText() {}

    /**
     * Returns a command line. It is split as by the shell, a percent sign begins an expansion, and a semicolon or a number
     * sign after a blank begins a comment, even between quotes: the quotes end and begin again before it.
     */
    static String command(List<String> command) {
        return COMMENT.matcher(ShellText.words(command).replace("%", "%%")).replaceAll("''");
    }
}
