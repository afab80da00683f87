package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.internal.text.OutsideText;
import io.github.ddnsjava.xml.XmlReader;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An element of a device's XML. {@link XmlReader} reads it; this class forgives what devices do wrong before: bare
 * ampersands, wrong encodings, padding around the document. Immutable and thread-safe.
 */
final class Xml {
    private static final String MARK_AS_LATIN1 = "^\u00EF\u00BB\u00BF";
    /** An ampersand that begins no reference; or the beginning of what is taken as it is. */
    private static final Pattern AMPERSAND_OR_VERBATIM = Pattern.compile(
            "&(?!(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z_][A-Za-z0-9_.-]{0,40});)|<!\\[CDATA\\[|<!--");

    private final XmlReader element;
    private final boolean isDocument;

    private Xml(XmlReader element, boolean isDocument) {
        this.element = element;
        this.isDocument = isDocument;
    }

    /**
     * Reads a document.
     *
     * @param latin1 its bytes, as ISO-8859-1 text; what is neither UTF-8 nor marked is taken as that, whatever the document
     *     says
     * @throws IOException if it is not well-formed, or not wholly there, or has a document type
     */
    static Xml parse(String latin1) throws IOException {
        String decoded = OutsideText.decodeLatin1(latin1);
        String text = trimmed(OutsideText.isMalformed(decoded) ? latin1.replaceFirst(MARK_AS_LATIN1, "") : decoded);
        try {
            XmlReader root = XmlReader.parse("the router's XML", withAmpersands(text));
            if (!root.isPresent()) {
                throw new IOException("the router's XML is empty");
            }
            return new Xml(root, true);
        } catch (ProtocolException e) {
            throw new IOException(e.problem().message(), e);
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

    /** Returns the elements of that name at any depth within this, in order. The root is within the document. */
    Stream<Xml> all(String name) {
        Stream<XmlReader> root = isDocument && element.name().equals(name) ? Stream.of(element) : Stream.empty();
        return Stream.concat(root, element.anywhere(name).stream()).map(found -> new Xml(found, false));
    }

    /** Returns the text of the first element of that name, at any depth; empty text if it has elements within it. */
    Optional<String> text(String name) {
        return all(name).findFirst().map(found -> found.element.isText() ? found.element.asText() : "");
    }
}
