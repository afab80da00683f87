package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.internal.text.OutsideText;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final String MARK_AS_LATIN1 = "^\u00EF\u00BB\u00BF";
    /** An ampersand that begins no reference; or the beginning of what is taken as it is. */
    private static final Pattern AMPERSAND_OR_VERBATIM = Pattern.compile(
            "&(?!(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z_][A-Za-z0-9_.-]{0,40});)|<!\\[CDATA\\[|<!--");

    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final List<Xml> children = new ArrayList<>();

    private Xml(String name) {
        this.name = name;
    }

    /**
     * Reads a document.
     *
     * @param latin1 its bytes, as ISO-8859-1 text; what is neither UTF-8 nor marked is taken as that, whatever the document
     *     says
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
        String decoded = OutsideText.decodeLatin1(latin1);
        String text = trimmed(OutsideText.isMalformed(decoded) ? latin1.replaceFirst(MARK_AS_LATIN1, "") : decoded);
        try {
            return read(factory.createXMLStreamReader(new StringReader(withAmpersands(text))));
        } catch (XMLStreamException | RuntimeException e) {
            // The JDK's reader throws more than it declares on some malformed input.
            throw new IOException("the router's XML is malformed or cut", e);
        }
    }

    /** Devices put line feeds and byte order marks before the declaration, and zero bytes after the end. */
    private static String trimmed(String text) {
        int begin = 0;
        while (begin < text.length() && isPadding(text.charAt(begin))) {
            begin++;
        }
        int end = text.length();
        while (end > begin && isPadding(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean isPadding(char c) {
        return Character.isWhitespace(c) || c == 0 || c == '\uFEFF';
    }

    /** Writes bare ampersands, as in the name AT&T, as XML wants them. References stay what they are. */
    private static String withAmpersands(String text) {
        StringBuilder written = new StringBuilder(text.length());
        Matcher next = AMPERSAND_OR_VERBATIM.matcher(text);
        int from = 0;
        while (next.find(from)) {
            written.append(text, from, next.start());
            String close =
                    next.group().equals("<![CDATA[") ? "]]>" : next.group().equals("<!--") ? "-->" : "";
            if (close.isEmpty()) {
                written.append("&amp;");
                from = next.end();
            } else {
                int end = text.indexOf(close, next.end());
                from = end < 0 ? text.length() : end;
                written.append(text, next.start(), from);
            }
        }
        return written.append(text, from, text.length()).toString();
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
