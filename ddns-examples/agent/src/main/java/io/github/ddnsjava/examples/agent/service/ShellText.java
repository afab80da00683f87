package io.github.ddnsjava.examples.agent.service;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values in scripts of the POSIX shell, and in lines of crontab. Stateless. */
final class ShellText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellText() {}

    /** Returns one word: between single quotes if it has anything unusual. */
    static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Returns the words with spaces between them. */
    static String words(List<String> words) {
        return words.stream().map(ShellText::word).collect(Collectors.joining(" "));
    }

    /** Returns a command in a crontab, where a percent sign would end the line. */
    static String cron(List<String> command) {
        return words(command).replace("%", "\\%");
    }
}
