package io.github.ddnsjava.examples.agent.action;

/**
 * Who asks for something. Immutable.
 *
 * @param name the name of the token, the subject of the JWT, or another word for a caller without either; it is safe to log
 * @param role what the caller may do
 * @param from the address or the door that the caller came by
 */
public record Caller(String name, Role role, String from) {
    private static final int LONGEST = 128;

    /** Makes the name safe for logs. */
    public Caller {
        name = printable(name);
    }

    /** Returns a text of somebody else as it can be logged: ASCII without control characters, and not long. */
    public static String printable(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }

    /** Returns a text of somebody else in quotation marks, with none within. */
    public static String quoted(String text) {
        return "\"" + printable(text).replace('"', '\'') + "\"";
    }

    /** Returns whom the audit trail names. */
    public Audit.Who who() {
        return Audit.Who.of(this);
    }
}
