package io.github.ddnsjava.examples.agent.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The text of inadyn.conf before version 2: an option at the beginning of each line, with or without {@code --}, and its
 * value. A line may have further options with {@code --}. A backslash protects a character, quotes have no meaning, and
 * {@code #} begins a comment at the beginning of a word. Stateless.
 */
final class InadynOldText {
    private static final Set<String> CREDENTIALS = Set.of("username", "password");
    private static final Set<String> NAMES = Set.of("alias", "hostname");
    private static final Set<String> SYSTEMS = Set.of("dyndns_system", "system");
    private static final Map<String, String> NEW_NAMES =
            Map.of("update_period_sec", "period", "forced_update_period", "forced-update");

    private final List<InadynText.Section> sections = new ArrayList<>();
    private Map<String, List<String>> settings = new LinkedHashMap<>();
    private List<String> doubts = new ArrayList<>();

    private InadynOldText() {
        sections.add(new InadynText.Section(1, "", "", new LinkedHashMap<>(), new ArrayList<>()));
    }

    static List<InadynText.Section> of(String text) {
        InadynOldText read = new InadynOldText();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            read.line(number, words(line), line.matches(".*[\\\\\"'#].*"));
        }
        return read.sections;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
            } else if (Character.isWhitespace(c)) {
                add(words, word);
            } else if (c == '#' && word.isEmpty()) {
                break;
            } else {
                word.append(c);
            }
        }
        add(words, word);
        return words;
    }

    private static void add(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private void line(int number, List<String> words, boolean odd) {
        int at = 0;
        while (at < words.size()) {
            String name = words.get(at).replaceFirst("^--", "").toLowerCase(Locale.ROOT);
            if (!name.matches("[a-z][a-z0-9_-]*")) {
                throw InadynText.wrong(number, "is no name with a value");
            }
            boolean needsValue = CREDENTIALS.contains(name) || NAMES.contains(name) || SYSTEMS.contains(name);
            int end = at + (needsValue && at + 1 < words.size() ? 2 : 1);
            while (end < words.size() && !words.get(end).startsWith("--")) {
                end++;
            }
            option(number, name, words.subList(at + 1, end), odd);
            at = end;
        }
    }

    private void option(int number, String name, List<String> words, boolean odd) {
        String value = String.join(" ", words);
        if (SYSTEMS.contains(name)) {
            if (sections.size() > 1) { // what stands before the first service belongs to it, too
                settings = new LinkedHashMap<>();
                doubts = new ArrayList<>();
            }
            sections.add(new InadynText.Section(number, "provider", value, settings, doubts));
        } else if (NAMES.contains(name)) {
            // After a comma stands a hash of freedns, which is looked up today.
            settings.computeIfAbsent("hostname", key -> new ArrayList<>()).add(value.split("[, ]", 2)[0]);
        } else if (CREDENTIALS.contains(name)) {
            boolean again = settings.put(name, List.of(value)) != null;
            if (again) {
                doubts.add(name + " is set again in line " + number + "; the last value is used");
            }
            if (odd || words.size() > 1) {
                doubts.add("line " + number + " has a blank, a quote, a # or a \\ in or after the value of " + name
                        + ": check what was carried over");
            }
        } else {
            sections.get(0).settings().put(NEW_NAMES.getOrDefault(name, name), List.of(value));
        }
    }
}
