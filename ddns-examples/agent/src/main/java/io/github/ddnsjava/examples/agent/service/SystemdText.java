package io.github.ddnsjava.examples.agent.service;

import io.github.ddnsjava.exception.ConfigurationException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values in unit files of systemd, by systemd.service(5), "Command lines". Stateless. */
final class SystemdText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./$-]+");

    private SystemdText() {}

    /**
     * Returns a command line for {@code ExecStart=}. A percent sign would begin a specifier, and a dollar sign a variable.
     *
     * @throws ConfigurationException if systemd refuses the path of the program
     */
    static String command(List<String> command) {
        String program = command.get(0);
        if (program.chars().anyMatch(c -> "\"'\\".indexOf(c) >= 0)) {
            throw new ConfigurationException(
                    "--java",
                    "systemd refuses the path of a program with quotes or backslashes: " + program,
                    "a path without them, for example by a symbolic link");
        }
        // In the path of the program itself systemd replaces no variables.
        Stream<String> first = Stream.of(quoted(program.replace("%", "%%")));
        Stream<String> others = command.stream()
                .skip(1)
                .map(arg -> quoted(arg.replace("%", "%%").replace("$", "$$")));
        return Stream.concat(first, others).collect(Collectors.joining(" "));
    }

    private static String quoted(String text) {
        return PLAIN.matcher(text).matches()
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /**
     * Returns the value of {@code ProtectHome=}: the service sees no homes, unless the program or its configuration lies in
     * one.
     */
    static String protectHome(Program program) {
        boolean home = Stream.of(program.java(), program.jar(), program.config())
                .anyMatch(path -> path.matches("(?s)/(home|root|run/user)/.*"));
        return home ? "read-only" : "yes";
    }
}
