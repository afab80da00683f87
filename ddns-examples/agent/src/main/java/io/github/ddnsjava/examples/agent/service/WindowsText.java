package io.github.ddnsjava.examples.agent.service;

import io.github.ddnsjava.exception.ConfigurationException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Command lines of Windows, by the rules of {@code CommandLineToArgvW} ("Parsing C++ command-line arguments"), and how they
 * stand in batch files and in the registry. Stateless.
 */
final class WindowsText {
    private static final Pattern VARIABLE = Pattern.compile("%[^%]*%");
    private static final String SPECIAL_TO_CMD = "&|<>^()";

    private WindowsText() {}

    /** Returns one argument of a command line: between quotes if it is empty or has blanks or quotes. */
    static String argument(String text) {
        if (!text.isEmpty() && text.chars().noneMatch(c -> c == ' ' || c == '\t' || c == '"')) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        int backslashes = 0;
        for (char c : text.toCharArray()) {
            if (c == '"') {
                // Backslashes before a quote are halved, and one more makes the quote a character.
                quoted.append("\\".repeat(backslashes + 1));
            }
            backslashes = c == '\\' ? backslashes + 1 : 0;
            quoted.append(c);
        }
        return quoted.append("\\".repeat(backslashes)).append('"').toString();
    }

    /** Returns the command line with these arguments. */
    static String line(List<String> arguments) {
        return arguments.stream().map(WindowsText::argument).collect(Collectors.joining(" "));
    }

    /**
     * Returns a command line as a line of a batch file. The command processor knows no {@code \"}: each quote begins or ends
     * a quoted part for it, and outside of those its special characters need a caret.
     */
    static String batch(String line) {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            quoted ^= c == '"';
            if (!quoted && SPECIAL_TO_CMD.indexOf(c) >= 0) {
                text.append('^');
            }
            text.append(c == '%' ? "%%" : c);
        }
        return text.toString();
    }

    /** Returns the inside of a quoted text in a .reg file. */
    static String registry(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /**
     * Refuses what Windows would replace: the service managers replace variables in the command lines that they keep, and
     * none of them has a way to write a percent sign.
     *
     * @throws ConfigurationException if a path has two percent signs
     */
    static void refuseVariables(Program program) {
        Stream.of(program.java(), program.jar(), program.config())
                .filter(path -> VARIABLE.matcher(path).find())
                .forEach(path -> {
                    throw new ConfigurationException(
                            "",
                            "Windows would replace the part between the percent signs in the path " + path,
                            "a path without percent signs");
                });
    }
}
