package io.github.ddnsjava.xml;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element as it was parsed. Immutable once it is parsed, and then thread-safe.
 *
 * @param name its name without prefix
 * @param attributes its attributes in their order
 * @param children the elements within it
 * @param text its own text without white space at its ends; of an attribute, as it is
 */
record XmlNode(String name, Map<String, String> attributes, List<XmlNode> children, String text) {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NODES = 250_000;

    /** The document is not to be read. The message goes on after "the answer". */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** Returns a node with nothing but text, as it is: in an attribute, white space at the ends belongs to the value. */
    static XmlNode leaf(String name, String text) {
        return new XmlNode(name, Map.of(), List.of(), text);
    }

    /**
     * Parses a document.
     *
     * @throws Refused if it has a document type, or is too deep or too large
     * @throws XMLStreamException if it is not well-formed; the JDK's reader may throw runtime exceptions as well
     */
    static XmlNode parse(String document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return read(factory.createXMLStreamReader(new StringReader(document)));
    }

    /** An element whose end has not come. */
    private record Open(String name, Map<String, String> attributes, List<XmlNode> children, StringBuilder text) {
        XmlNode closed() {
            return new XmlNode(
                    name,
                    Collections.unmodifiableMap(attributes),
                    Collections.unmodifiableList(children),
                    stripped(text.toString()));
        }
    }

    private static XmlNode read(XMLStreamReader reader) throws XMLStreamException {
        Open document = new Open("", Map.of(), new ArrayList<>(), new StringBuilder());
        Deque<Open> open = new ArrayDeque<>(List.of(document));
        int nodes = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new Refused("has a document type or entities, which are refused");
                case XMLStreamConstants.START_ELEMENT -> {
                    nodes += 1 + reader.getAttributeCount();
                    if (open.size() > MAX_DEPTH) {
                        throw new Refused("is nested too deeply");
                    }
                    if (nodes > MAX_NODES) {
                        throw new Refused("has more than " + MAX_NODES + " elements and attributes");
                    }
                    open.push(opened(reader));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    XmlNode closed = open.pop().closed();
                    open.element().children().add(closed);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    open.element().text().append(reader.getText());
                default -> {}
            }
        }
        return document.children().get(0);
    }

    private static Open opened(XMLStreamReader reader) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String prefix = reader.getAttributePrefix(i);
            String name = reader.getAttributeLocalName(i);
            attributes.put(
                    prefix == null || prefix.isEmpty() ? name : prefix + ":" + name, reader.getAttributeValue(i));
        }
        String name = reader.getLocalName();
        return new Open(name.substring(name.indexOf(':') + 1), attributes, new ArrayList<>(), new StringBuilder());
    }

    /** Only what XML calls white space: another space may belong to a value. */
    static String stripped(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isSpace(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
