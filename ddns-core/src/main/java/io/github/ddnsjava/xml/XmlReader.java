package io.github.ddnsjava.xml;

import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.internal.text.OutsideText;
import io.github.ddnsjava.json.JsonReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * An element or an attribute of an XML answer. It knows its path, so that the message for a missing or malformed value names
 * it. Names of elements count without their prefix, because services mix prefixes up. Names of attributes are as written.
 * It finds elements wherever they stand; {@link #asJson()} is for what they contain: records, numbers, flags, lists.
 *
 * <p>A document type is refused, and with it every entity that could name a file, a host, or itself a million times. A
 * document is at most 64 levels deep and has at most 250,000 elements and attributes. Immutable and thread-safe.
 */
public final class XmlReader {
    private static final int MAX_SHOWN = 60;

    private final String where;
    private final @Nullable XmlNode node;

    private XmlReader(String where, @Nullable XmlNode node) {
        this.where = where;
        this.node = node;
    }

    /**
     * Parses a document and returns its root element. An empty or blank text is a missing value.
     *
     * @param where what the text is, for messages
     * @param answer the text
     * @throws ProtocolException if it is not well-formed XML, or is refused as said above; the message does not quote it
     */
    public static XmlReader parse(String where, String answer) {
        String text = OutsideText.withoutMark(answer);
        if (OutsideText.isMalformed(text)) {
            throw new ProtocolException(where + ": the answer is not UTF-8, or not in the encoding that it names");
        }
        if (text.isBlank()) {
            return new XmlReader(where + " /", null);
        }
        if (OutsideText.isHtml(text)) {
            throw new ProtocolException(where + ": the answer is HTML, not XML");
        }
        XmlNode root;
        try {
            root = XmlNode.parse(XmlNode.stripped(text));
        } catch (XmlNode.Refused e) {
            throw new ProtocolException(where + ": the answer " + e.getMessage());
        } catch (XMLStreamException | RuntimeException e) {
            // The JDK's reader throws more than it declares on some malformed input, and its messages quote the text.
            throw new ProtocolException(where + ": the answer is not XML, or is cut");
        }
        return new XmlReader(where + " /" + shown(root.name()), root);
    }

    /** Returns the name of the element, without prefix; empty for a missing value. */
    public String name() {
        return node == null ? "" : node.name();
    }

    /** Returns the first element of that name within this one. It is a missing value if there is none. */
    public XmlReader get(String name) {
        XmlNode child = node == null
                ? null
                : node.children().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElse(null);
        return new XmlReader(below(name), child);
    }

    /** The path of a missing root element is its slash alone. */
    private String below(String name) {
        return where + (where.endsWith("/") ? "" : "/") + name;
    }

    /** Returns the attribute of that name. It is a missing value if there is none. */
    public XmlReader attribute(String name) {
        String value = node == null ? null : node.attributes().get(name);
        return new XmlReader(below("@" + name), value == null ? null : XmlNode.leaf("@" + name, value));
    }

    /** Returns the value at a path, as in {@code Errors/Error/@Number}: names of elements, and at the end of an attribute. */
    public XmlReader at(String path) {
        XmlReader value = this;
        for (String step : path.split("/", -1)) {
            value = step.startsWith("@") ? value.attribute(step.substring(1)) : value.get(step);
        }
        return value;
    }

    /** Returns all elements at a path of names, in their order: of each element at its beginning, all at its end. */
    public List<XmlReader> allAt(String path) {
        List<XmlReader> found = List.of(this);
        for (String step : path.split("/", -1)) {
            found = found.stream().flatMap(one -> one.all(step).stream()).toList();
        }
        return found;
    }

    /** Returns the elements of that name within this one, in their order; none if this is missing. */
    public List<XmlReader> all(String name) {
        return children().stream().filter(child -> child.name().equals(name)).toList();
    }

    /** Returns all elements within this one, in their order; none if this is missing. */
    public List<XmlReader> children() {
        if (node == null) {
            return List.of();
        }
        Map<String, Integer> count = new HashMap<>();
        return node.children().stream()
                .map(child -> {
                    int number = count.merge(child.name(), 1, Integer::sum);
                    return new XmlReader(where + "/" + shown(child.name()) + "[" + number + "]", child);
                })
                .toList();
    }

    /** A name that came from outside, for messages. */
    private static String shown(String name) {
        return name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "…";
    }

    /** Returns the elements of that name at any depth, in their order: for envelopes whose depth differs. */
    public List<XmlReader> anywhere(String name) {
        return within(name).toList();
    }

    private Stream<XmlReader> within(String name) {
        return children().stream()
                .flatMap(child -> Stream.concat(
                        child.name().equals(name) ? Stream.of(child) : Stream.empty(), child.within(name)));
    }

    /** Returns whether there is such an element or attribute, though it may be empty. */
    public boolean isPresent() {
        return node != null;
    }

    /** Returns this value; empty if it is missing. */
    public Optional<XmlReader> optional() {
        return isPresent() ? Optional.of(this) : Optional.empty();
    }

    /**
     * Returns this element in the form of JSON, so that records in XML are read by whatever reads records in JSON.
     *
     * <ul>
     *   <li>Its attributes and the elements within it are members. An attribute and an element of the same name are two
     *       values of one name. Attributes that declare namespaces are left out.
     *   <li>An element with neither is a text. One with attributes alone is read as a text, too, where one is asked
     *       for. Text beside elements is left out.
     *   <li>Several elements of one name are a list. A single element is no list, but {@link JsonReader#asList()} reads
     *       it as one of one item, and a missing one as an empty list. Several elements where one is asked for are
     *       refused, as two members of one name are in JSON.
     * </ul>
     *
     * Numbers and flags are read as {@link JsonReader#ofTexts} says.
     */
    public JsonReader asJson() {
        return JsonReader.ofTexts(where, node == null ? null : tree(node));
    }

    private static Object tree(XmlNode element) {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        element.attributes().forEach((name, value) -> {
            if (!name.equals("xmlns") && !name.startsWith("xmlns:")) {
                values.put(name, new ArrayList<>(List.of(value)));
            }
        });
        for (XmlNode child : element.children()) {
            values.computeIfAbsent(child.name(), name -> new ArrayList<>()).add(tree(child));
        }
        if (values.isEmpty()) {
            return element.text();
        }
        Map<String, Object> members = new LinkedHashMap<>();
        values.forEach((name, all) -> members.put(name, all.size() == 1 ? all.get(0) : all));
        if (element.children().isEmpty()) {
            members.put("", element.text());
        }
        return members;
    }

    /** Returns whether this is an attribute, or an element with nothing but text. */
    public boolean isText() {
        return node != null && node.children().isEmpty();
    }

    /**
     * Returns the text; it may be empty. That of an element has no white space at its ends. That of an attribute is as it
     * was written, because some services have values of records there, which must be repeated as they are.
     *
     * @throws ProtocolException if this is missing, or has elements within it
     */
    public String asText() {
        if (node == null || !isText()) {
            String found = node == null ? "missing" : "an element with elements in it";
            throw new ProtocolException(where + " is " + found + "; expected a text");
        }
        return node.text();
    }

    /** Tells whether two values are the same, wherever they stand. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof XmlReader reader && Objects.equals(node, reader.node);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(node);
    }

    /** Returns the path of this value, not the value. */
    @Override
    public String toString() {
        return where;
    }
}
