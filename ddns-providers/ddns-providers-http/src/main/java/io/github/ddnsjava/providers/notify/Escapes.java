package io.github.ddnsjava.providers.notify;

/**
 * Takes the power from texts that came from outside: in a service's text they neither format nor mention anybody. Stateless.
 */
final class Escapes {
    /** Has no width, and no service takes what follows it for a name. */
    private static final String JOINER = "\u2060";

    private static final String MARKDOWN = "\\`*_{}[]()<>#+-.!|~:@&";

    private Escapes() {}

    /** For services that show texts as they are. */
    static String none(String text) {
        return text;
    }

    /** For services where an at sign mentions somebody, whatever the sender does. */
    static String mentions(String text) {
        return text.replace("@", "@" + JOINER);
    }

    /** Slack: the three characters by which links and mentions begin. */
    static String slack(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Markdown: every character that could mean something gets a backslash. */
    static String markdown(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (MARKDOWN.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append((char) c);
        });
        return escaped.toString();
    }

    /** Feishu and WeCom: tags such as {@code <at user_id="all">} and {@code <@all>} begin with this character. */
    static String tags(String text) {
        return mentions(text.replace("<", "\uff1c"));
    }
}
