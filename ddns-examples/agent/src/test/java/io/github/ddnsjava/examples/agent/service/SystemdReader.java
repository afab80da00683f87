package io.github.ddnsjava.examples.agent.service;

import java.util.ArrayList;
import java.util.List;

/** Reads a command line as systemd does, by systemd.service(5) and systemd.syntax(7). Stateless. */
final class SystemdReader {
    private SystemdReader() {}

    static List<String> command(String value) {
        List<String> words = split(value);
        List<String> all = new ArrayList<>();
        for (String word : words) {
            String specified = word.replace("%%", "\0");
            if (specified.contains("%")) {
                throw new AssertionError("a specifier is replaced in: " + word);
            }
            String text = specified;
            if (!all.isEmpty()) {
                text = specified.replace("$$", "\1");
                if (text.contains("$")) {
                    throw new AssertionError("a variable is replaced in: " + word);
                }
            }
            all.add(text.replace('\0', '%').replace('\1', '$'));
        }
        return all;
    }

    private static List<String> split(String value) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        boolean inWord = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
                if ("\\\"'".indexOf(value.charAt(i)) < 0) {
                    throw new AssertionError("another escape than we write in: " + value);
                }
                word.append(value.charAt(i));
                inWord = true;
            } else if (quote != 0 ? c == quote : (c == '"' || c == '\'') && !inWord) {
                quote = quote == 0 ? c : 0;
                inWord = true;
            } else if (quote == 0 && c == ' ') {
                words.add(word.toString());
                word.setLength(0);
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        words.add(word.toString());
        return words;
    }
}
