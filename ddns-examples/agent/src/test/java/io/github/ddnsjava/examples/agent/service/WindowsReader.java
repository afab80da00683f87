package io.github.ddnsjava.examples.agent.service;

import java.util.ArrayList;
import java.util.List;

/** Reads what Windows reads, by the documentation of Microsoft. Stateless. */
final class WindowsReader {
    private WindowsReader() {}

    /** Splits a command line as {@code CommandLineToArgvW} does after the name of the program. */
    static List<String> arguments(String line) {
        List<String> all = new ArrayList<>();
        StringBuilder argument = null;
        boolean quoted = false;
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (!quoted && (c == ' ' || c == '\t')) {
                if (argument != null) {
                    all.add(argument.toString());
                    argument = null;
                }
                i++;
                continue;
            }
            argument = argument == null ? new StringBuilder() : argument;
            int backslashes = 0;
            while (i < line.length() && line.charAt(i) == '\\') {
                backslashes++;
                i++;
            }
            if (i < line.length() && line.charAt(i) == '"') {
                argument.append("\\".repeat(backslashes / 2));
                if (backslashes % 2 == 1) {
                    argument.append('"');
                } else {
                    quoted = !quoted;
                }
                i++;
            } else if (backslashes > 0) {
                argument.append("\\".repeat(backslashes));
            } else {
                argument.append(c);
                i++;
            }
        }
        if (argument != null) {
            all.add(argument.toString());
        }
        return all;
    }

    /** Returns the command line that a line of a batch file runs: first percent signs, then quotes and carets. */
    static String batch(String line) {
        String expanded = line.replace("%%", "\0");
        if (expanded.contains("%")) {
            throw new AssertionError("a variable is replaced in: " + line);
        }
        StringBuilder run = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < expanded.length(); i++) {
            char c = expanded.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '^') {
                i++;
                c = expanded.charAt(i);
            } else if (!quoted && "&|<>".indexOf(c) >= 0) {
                throw new AssertionError("the command ends at " + c + " in: " + line);
            }
            run.append(c);
        }
        return run.toString().replace('\0', '%');
    }
}
