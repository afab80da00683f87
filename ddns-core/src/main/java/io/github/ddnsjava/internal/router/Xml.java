package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.internal.text.OutsideText;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a device's XML: its name without prefix, since devices mix them up, its text, and its children. A
 * document type, and with it every entity that could name a file, a host or itself a million times, is refused.
 */
final class Xml {
    private static final int MAX_DEPTH = 40;

    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final List<Xml> children = new ArrayList<>();

    private Xml(String name) {
        this.name = name;
    }

    /**
     * Reads a document.
     *
     * @param latin1 its bytes, as ISO-8859-1 text; what is no UTF-8 is taken as that, whatever the document says
     * @throws IOException if it is not well-formed, or not wholly there, or has a document type
     */
    static Xml parse(String latin1) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        // Devices put line feeds before the declaration, which the parser refuses.
        String decoded = OutsideText.decodeLatin1(latin1);
        String text = (OutsideText.isMalformed(decoded) ? latin1 : decoded).strip();
        try {
            return read(factory.createXMLStreamReader(new StringReader(text)));
        } catch (XMLStreamException | RuntimeException e) {
            // The JDK's reader throws more than it declares on some malformed input.
            throw new IOException("the router's XML is malformed or cut", e);
        }
    }

    private static Xml read(XMLStreamReader reader) throws XMLStreamException, IOException {
        Xml document = new Xml("");
        Deque<Xml> open = new ArrayDeque<>(List.of(document));
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new IOException("the router's XML has a document type or entities, which are refused");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() > MAX_DEPTH) {
                        throw new IOException("the router's XML is nested too deeply");
                    }
                    String name = reader.getLocalName();
                    Xml element = new Xml(name.substring(name.indexOf(':') + 1));
                    open.element().children.add(element);
                    open.push(element);
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    open.element().text.append(reader.getText());
                default -> {}
            }
        }
        return document;
    }

    /** Returns the elements of that name at any depth, in order. */
    Stream<Xml> all(String wanted) {
        return children.stream()
                .flatMap(child -> Stream.concat(
                        child.name.equals(wanted) ? Stream.of(child) : Stream.empty(), child.all(wanted)));
    }

    /** Returns the text of the first element of that name, at any depth, without surrounding space. */
    Optional<String> text(String wanted) {
        return all(wanted).findFirst().map(element -> element.text.toString().strip());
    }
}
