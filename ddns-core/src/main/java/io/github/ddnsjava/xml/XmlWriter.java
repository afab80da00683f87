package io.github.ddnsjava.xml;

import io.github.ddnsjava.exception.ConfigurationException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Builds an XML document for a request. Every value is escaped. Not thread-safe.
 *
 * <pre>{@code
 * XmlWriter.document("ChangeResourceRecordSetsRequest")
 *         .attribute("xmlns", "https://route53.amazonaws.com/doc/2013-04-01/")
 *         .element("ChangeBatch", batch -> batch.put("Comment", "home"))
 * }</pre>
 */
public final class XmlWriter {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*(:[A-Za-z_][A-Za-z0-9_.-]*)?");

    private final String name;
    /** Returns the text of a value; a secret is read. */
    private final Function<Object, String> text;

    private final boolean root;
    private final StringBuilder attributes = new StringBuilder();
    private final StringBuilder content = new StringBuilder();

    private XmlWriter(String name, Function<Object, String> text, boolean root) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of an XML element or attribute: " + name);
        }
        this.name = name;
        this.text = text;
        this.root = root;
    }

    /** Starts a document with that root element. */
    public static XmlWriter document(String root) {
        return document(root, Object::toString);
    }

    /**
     * Starts a document with that root element.
     *
     * @param text returns the text of a value. A {@link io.github.ddnsjava.config.Secret} is to be read by it
     */
    public static XmlWriter document(String root, Function<Object, String> text) {
        return new XmlWriter(root, text, true);
    }

    /**
     * Adds an attribute to this element.
     *
     * @throws IllegalArgumentException if it has an attribute of that name, or the name is none
     * @throws ConfigurationException if the value has a character that XML does not allow
     */
    public XmlWriter attribute(String attribute, Object value) {
        if (!NAME.matcher(attribute).matches() || attributes.indexOf(" " + attribute + "=\"") >= 0) {
            throw new IllegalArgumentException("no name of another XML attribute: " + attribute);
        }
        attributes.append(' ').append(attribute).append("=\"");
        escape(attributes, attribute, value, true);
        attributes.append('"');
        return this;
    }

    /**
     * Adds an element that has only a text. A {@link Duration} is written in seconds. Everything else, such as names and
     * addresses, is written as its text.
     *
     * @throws ConfigurationException if the value has a character that XML does not allow
     */
    public XmlWriter put(String element, Object value) {
        return element(element, child -> child.text(value));
    }

    /**
     * Adds an element that {@code inside} fills.
     *
     * @param path its name; or a path of new elements, as in {@code ChangeBatch/Changes}, of which it fills the last
     */
    public XmlWriter element(String path, Consumer<XmlWriter> inside) {
        String[] steps = path.split("/", 2);
        if (steps.length == 2) {
            return element(steps[0], parent -> parent.element(steps[1], inside));
        }
        return child(path, inside);
    }

    private XmlWriter child(String element, Consumer<XmlWriter> inside) {
        XmlWriter child = new XmlWriter(element, text, false);
        inside.accept(child);
        child.write(content);
        return this;
    }

    /**
     * Adds one element for each item. {@code inside} fills these elements.
     *
     * @param path their name; or a path, as in {@code Changes/Change}: then they stand together in one new element
     */
    public <T> XmlWriter elements(String path, Iterable<T> items, BiConsumer<XmlWriter, T> inside) {
        int last = path.lastIndexOf('/');
        if (last >= 0) {
            return element(path.substring(0, last), list -> list.elements(path.substring(last + 1), items, inside));
        }
        for (T item : items) {
            child(path, child -> inside.accept(child, item));
        }
        return this;
    }

    /**
     * Adds text to this element.
     *
     * @throws ConfigurationException if the value has a character that XML does not allow
     */
    public XmlWriter text(Object value) {
        escape(content, name, value, false);
        return this;
    }

    /**
     * Returns a text as it stands within an element or a quoted attribute.
     *
     * @param where what the text is, for messages
     * @throws ConfigurationException if it has a character that XML does not allow
     */
    public static String escaped(String where, String text) {
        StringBuilder escaped = new StringBuilder();
        document("text", String::valueOf).escape(escaped, where, text, true);
        return escaped.toString();
    }

    private void escape(StringBuilder to, String where, Object value, boolean inAttribute) {
        String plain = value instanceof Duration duration ? Long.toString(duration.toSeconds()) : text.apply(value);
        plain.codePoints().forEach(c -> {
            if (!isAllowed(c)) {
                throw new ConfigurationException(
                        "",
                        String.format(
                                Locale.ROOT,
                                "the value of %s has the character U+%04X, which XML does not allow; remove it from the"
                                        + " secret or setting that it comes from",
                                where,
                                c),
                        "");
            }
            switch (c) {
                case '&' -> to.append("&amp;");
                case '<' -> to.append("&lt;");
                case '>' -> to.append("&gt;"); // because of ]]>
                case '"' -> to.append(inAttribute ? "&quot;" : "\"");
                // A reader would make a space or a line feed of these.
                case '\r' -> to.append("&#13;");
                case '\n' -> to.append(inAttribute ? "&#10;" : "\n");
                case '\t' -> to.append(inAttribute ? "&#9;" : "\t");
                default -> to.appendCodePoint(c);
            }
        });
    }

    /** Tells what a document may have (XML 1.0, 2.2). */
    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= ' ' && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }

    private void write(StringBuilder to) {
        to.append('<').append(name).append(attributes);
        if (content.isEmpty()) {
            to.append("/>");
        } else {
            to.append('>').append(content).append("</").append(name).append('>');
        }
    }

    /** Returns the document, or the element if this is not the root. */
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder(root ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : "");
        write(all);
        return all.toString();
    }
}
