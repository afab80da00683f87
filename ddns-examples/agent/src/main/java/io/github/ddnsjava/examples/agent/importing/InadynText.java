package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.exception.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of inadyn.conf: {@code name = value} and sections {@code provider NAME { … }} since version 2, lines of {@code name
 * value} before. Stateless.
 */
final class InadynText {
    /** White space and comments, a quoted text, a sign, or a word. */
    private static final Pattern TOKEN = Pattern.compile("(?s)(\\s+|#[^\\n]*|//[^\\n]*|/\\*.*?\\*/)"
            + "|\"((?:[^\"\\\\]|\\\\.)*+)\"|'((?:[^'\\\\]|\\\\.)*+)'|([={},()])|([^\\s={},()\"'#]++)");

    private static final Pattern OLD_LINE = Pattern.compile("(?:--)?([A-Za-z][A-Za-z0-9_-]*+)(?:\\s++(.*))?");
    private static final Pattern OLD_SYSTEM =
            Pattern.compile("(?m)^[ \\t]*+(?:--)?(?:dyndns_system|system)[ \\t]++[^={\\n]++$");

    private static final Map<String, String> OLD_NAMES =
            Map.of("update_period_sec", "period", "forced_update_period", "forced-update");

    private InadynText() {}

    /**
     * A section; the first one has what stands outside.
     *
     * @param line the number of its first line
     * @param kind {@code provider} or {@code custom}; empty outside
     * @param name the name of the service
     * @param settings its settings, each with its values, by names in lower case
     */
    record Section(int line, String kind, String name, Map<String, List<String>> settings) {
        /** Returns the only value of a setting, or an empty text. */
        String one(String setting) {
            return settings.getOrDefault(setting, List.of("")).get(0);
        }

        /** Hides the values, because they may be secrets. */
        @Override
        public String toString() {
            return "line " + line + " " + kind + settings.keySet();
        }
    }

    private record Token(int line, String text, boolean sign) {
        boolean is(String expected) {
            return sign && text.equals(expected);
        }
    }

    static List<Section> of(String text) {
        return !text.contains("{") && OLD_SYSTEM.matcher(text).find() ? old(text) : parse(tokens(text));
    }

    private static List<Section> parse(List<Token> tokens) {
        List<Section> sections = new ArrayList<>();
        Section outside = new Section(1, "", "", new LinkedHashMap<>());
        sections.add(outside);
        Section current = outside;
        int at = 0;
        while (at < tokens.size()) {
            Token token = tokens.get(at);
            if (token.is("}") && !current.kind().isEmpty()) {
                current = outside;
                at++;
            } else if (isAt(tokens, at + 1, "=")) {
                at = value(tokens, at + 2, token, current);
            } else if (isAt(tokens, at + 1, "(") && isAt(tokens, at + 3, ")")) {
                put(current, token, List.of(tokens.get(at + 2).text()));
                at += 4;
            } else if (current.kind().isEmpty() && isAt(tokens, at + 2, "{")) {
                String name = tokens.get(at + 1).text();
                current = new Section(token.line(), token.text(), name, new LinkedHashMap<>());
                sections.add(current);
                at += 3;
            } else {
                throw wrong(token.line(), "does not fit the lines around it");
            }
        }
        if (!current.kind().isEmpty()) {
            throw wrong(current.line(), "begins a section that has no }");
        }
        return sections;
    }

    /** Reads one value or a list, and returns where it ends. */
    private static int value(List<Token> tokens, int begin, Token name, Section section) {
        List<String> values = new ArrayList<>();
        int at = begin;
        boolean list = isAt(tokens, at, "{");
        for (at += list ? 1 : 0; at < tokens.size() && !tokens.get(at).is("}"); at++) {
            if (!tokens.get(at).sign()) {
                values.add(tokens.get(at).text());
            } else if (!list || !tokens.get(at).is(",")) {
                throw wrong(tokens.get(at).line(), "has a sign where a value is needed");
            }
            if (!list) {
                at++;
                break;
            }
        }
        if (list && at == tokens.size()) {
            throw wrong(name.line(), "begins a list that has no }");
        }
        put(section, name, values.isEmpty() ? List.of("") : values);
        return list ? at + 1 : at;
    }

    private static void put(Section section, Token name, List<String> values) {
        if (section.settings().put(name.text().toLowerCase(Locale.ROOT), values) != null) {
            throw wrong(name.line(), "sets " + Texts.shown(name.text()) + " a second time");
        }
    }

    private static boolean isAt(List<Token> tokens, int at, String sign) {
        return at < tokens.size() && tokens.get(at).is(sign);
    }

    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        int line = 1;
        int at = 0;
        while (at < text.length()) {
            if (!token.find(at) || token.start() != at) {
                throw wrong(line, "has a text that is not closed");
            }
            for (int quoted = 2; quoted <= 5; quoted++) {
                if (token.group(quoted) != null) {
                    String found = quoted <= 3 ? token.group(quoted).replaceAll("\\\\(.)", "$1") : token.group(quoted);
                    tokens.add(new Token(line, found, quoted == 4));
                }
            }
            line += (int) token.group().chars().filter(c -> c == '\n').count();
            at = token.end();
        }
        return tokens;
    }

    private static List<Section> old(String text) {
        List<Section> sections = new ArrayList<>();
        Map<String, List<String>> outside = new LinkedHashMap<>();
        sections.add(new Section(1, "", "", outside));
        Map<String, List<String>> current = new LinkedHashMap<>();
        Map<String, List<String>> first = current;
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            Matcher words = OLD_LINE.matcher(line.strip());
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            } else if (!words.matches()) {
                throw wrong(number, "is no name with a value");
            }
            String name = words.group(1).toLowerCase(Locale.ROOT);
            String value = words.group(2) == null ? "" : words.group(2);
            if (name.equals("dyndns_system") || name.equals("system")) {
                boolean another = sections.size() > 1;
                current = another ? new LinkedHashMap<>() : first;
                sections.add(new Section(number, "provider", value, current));
            } else if (InadynText.isOfAccount(name)) {
                current.computeIfAbsent(name.equals("alias") ? "hostname" : name, key -> new ArrayList<>())
                        .add(value.split("[, ]", 2)[0]);
            } else {
                outside.put(OLD_NAMES.getOrDefault(name, name), List.of(value));
            }
        }
        return sections;
    }

    private static boolean isOfAccount(String name) {
        return name.equals("username") || name.equals("password") || name.equals("alias") || name.equals("hostname");
    }

    private static ConfigurationException wrong(int line, String why) {
        return new ConfigurationException("", "line " + line + " of the configuration of inadyn " + why, "");
    }
}
