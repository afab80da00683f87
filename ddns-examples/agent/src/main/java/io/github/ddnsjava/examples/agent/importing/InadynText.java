package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.exception.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of inadyn.conf: {@code name = value} and sections {@code provider NAME { … }} since version 2. What is older is
 * read by {@link InadynOldText}. Stateless.
 */
final class InadynText {
    /** White space and comments, a quoted text, a sign, or a word. */
    private static final Pattern TOKEN = Pattern.compile("(?s)(\\s+|#[^\\n]*|//[^\\n]*|/\\*.*?\\*/)"
            + "|\"((?:[^\"\\\\]|\\\\.)*+)\"|'((?:[^'\\\\]|\\\\.)*+)'|([={},()])|([^\\s={},()\"'#]++)");

    /** An escape between double quotes: the end of a line, digits, a byte, a control character, or the character itself. */
    private static final Pattern ESCAPE =
            Pattern.compile("(?s)\\\\(?:(\n)|([0-9]++)|x([0-9A-Fa-f]{1,2})|([abefnrtv])|(.))");

    private static final Pattern SECTION = Pattern.compile("(?m)^[ \\t]*+(?:provider|custom)[ \\t]++[^\\s{]++\\s*+\\{");
    private static final Pattern OLD_SYSTEM =
            Pattern.compile("(?m)^[ \\t]*+(?:dyndns_system|system)[ \\t]++[^={\\n]++$|--(?:dyndns_)?system[ \\t]");

    private InadynText() {}

    /**
     * A section; the first one has what stands outside.
     *
     * @param line the number of its first line
     * @param kind {@code provider} or {@code custom}; empty outside
     * @param name the name of the service
     * @param settings its settings, each with its values, by names in lower case
     * @param doubts what a person should check, because inadyn may read it in another way
     */
    record Section(int line, String kind, String name, Map<String, List<String>> settings, List<String> doubts) {
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

    /**
     * A word, a quoted text or a sign.
     *
     * @param cut whether a comment follows a word without a blank
     */
    private record Token(int line, String text, boolean sign, boolean cut) {
        boolean is(String expected) {
            return sign && text.equals(expected);
        }
    }

    static List<Section> of(String text) {
        boolean isOld =
                OLD_SYSTEM.matcher(text).find() && !SECTION.matcher(text).find();
        return isOld ? InadynOldText.of(text) : parse(tokens(text));
    }

    private static List<Section> parse(List<Token> tokens) {
        List<Section> sections = new ArrayList<>();
        Section outside = new Section(1, "", "", new LinkedHashMap<>(), new ArrayList<>());
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
                current = new Section(token.line(), token.text(), name, new LinkedHashMap<>(), new ArrayList<>());
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
                if (tokens.get(at).cut()) {
                    section.doubts()
                            .add("the value of " + Texts.shown(name.text())
                                    + " ends before #, which begins a comment. If it belongs to the value, put the value"
                                    + " between quotes, and import again");
                }
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

    /** Returns a text without its escapes, which are not the same in both kinds of quotes. */
    private static String plain(int line, int group, String text) {
        return switch (group) {
            case 2 -> ESCAPE.matcher(text).replaceAll(escape -> Matcher.quoteReplacement(unescaped(line, escape)));
            case 3 -> text.replaceAll("\\\\(?:\n|([\\\\']))", "$1");
            default -> text;
        };
    }

    private static String unescaped(int line, MatchResult escape) {
        if (escape.group(1) != null) {
            return "";
        } else if (escape.group(5) != null) {
            return escape.group(5);
        }
        int code = 0;
        if (escape.group(3) != null) {
            code = Integer.parseInt(escape.group(3), 16);
        } else if (escape.group(2) != null && escape.group(2).matches("[0-7]{1,3}")) {
            code = Integer.parseInt(escape.group(2), 8);
        }
        if (code < ' ' || code > '~') {
            throw wrong(line, "has an escape that is no printable character of ASCII");
        }
        return String.valueOf((char) code);
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
                    boolean cut = quoted == 5 && text.startsWith("#", token.end());
                    tokens.add(new Token(line, plain(line, quoted, token.group(quoted)), quoted == 4, cut));
                }
            }
            line += (int) token.group().chars().filter(c -> c == '\n').count();
            at = token.end();
        }
        return tokens;
    }

    static ConfigurationException wrong(int line, String why) {
        return new ConfigurationException("", "line " + line + " of the configuration of inadyn " + why, "");
    }
}
